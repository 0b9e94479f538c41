//! How much lies where: what the database and the objects take, and how they grew, month by month. For operators, who have
//! to add a disk before it is full.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use crate::domain::ids::Micros;
use crate::domain::rate::Month;
use crate::store::conn::Conn;
use crate::store::schema::{document, submission};
use crate::store::{Error, Store, read, words};

/// What is taken, and what came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Bytes of the database, free pages counted.
    pub database_bytes: u64,
    /// Packages that lie in the folder of objects.
    pub objects: u64,
    /// Their bytes.
    pub object_bytes: u64,
    /// Documents, the newest month first.
    pub months: Vec<Grown>,
    /// When the first document was accepted.
    pub first: Option<Micros>,
}

/// What came in within a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grown {
    /// Which month.
    pub month: Month,
    /// Documents.
    pub documents: u64,
    /// Bytes of their packages.
    pub package_bytes: u64,
}

impl Store {
    /// What is taken. It goes through all submissions: a question for a page that is opened now and then.
    ///
    /// # Errors
    /// `Database`, `Damaged`.
    pub fn stored(&self) -> Result<Stored, Error> {
        self.read(|conn| {
            let database_bytes = read::count(database_bytes(conn)?)?;
            let objects = diesel::sql_query(
                "SELECT COUNT(*) AS count, CAST(SUM(package_size) AS BIGINT) AS bytes FROM submission \
                 WHERE object_key IS NOT NULL",
            );
            let objects = objects.get_result::<Objects>(conn)?;
            let sum = diesel::dsl::sql::<Nullable<BigInt>>("CAST(SUM(package_size) AS BIGINT)");
            let months = document::table
                .inner_join(submission::table)
                .group_by(document::month)
                .select((document::month, diesel::dsl::count_star(), sum))
                .order(document::month.desc())
                .load::<(i64, i64, Option<i64>)>(conn)?;
            let grown = |(month, documents, bytes): (i64, i64, Option<i64>)| {
                Ok(Grown {
                    month: words::read_month(month)?,
                    documents: read::count(documents)?,
                    package_bytes: read::count(bytes.unwrap_or(0))?,
                })
            };
            let first = document::table.select(diesel::dsl::min(document::accepted)).first::<Option<i64>>(conn)?;
            Ok(Stored {
                database_bytes,
                objects: read::count(objects.count)?,
                object_bytes: read::count(objects.bytes.unwrap_or(0))?,
                months: months.into_iter().map(grown).collect::<Result<_, Error>>()?,
                first: first.map(Micros),
            })
        })
    }
}

/// Two questions side by side.
fn database_bytes(conn: &mut Conn) -> QueryResult<i64> {
    let text = match conn {
        Conn::Pg(_) => "SELECT pg_database_size(current_database()) AS bytes",
        Conn::Sqlite(_) => "SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()",
    };
    Ok(diesel::sql_query(text).get_result::<Bytes>(conn)?.bytes)
}

#[derive(QueryableByName)]
struct Bytes {
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}

#[derive(QueryableByName)]
struct Objects {
    #[diesel(sql_type = BigInt)]
    count: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    bytes: Option<i64>,
}
