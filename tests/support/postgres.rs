//! A throwaway PostgreSQL 15 cluster, one a test run, shared by all tests; each test has a database of its own. fsync is
//! on: durability is what is tested. The cluster dies with the test process, however that ends: a shell waits for the
//! end of its standard input, which the kernel closes, then stops the server by its pid and removes its folder.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

const BIN: &str = "/usr/lib/postgresql/15/bin";

struct Cluster {
    folder: PathBuf,
    /// Holds the pipe that keeps the cluster alive.
    _watchdog: Child,
}

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The url of a new, empty database.
pub fn database() -> String {
    let cluster = CLUSTER.get_or_init(start);
    let name = format!("t{}", DATABASES.fetch_add(1, Ordering::SeqCst));
    psql(&cluster.folder, &format!("CREATE DATABASE {name}"));
    format!("postgres://postgres@localhost/{name}?host={}", cluster.folder.display())
}

/// Ends every other connection to the database of `url`: what a lost server looks like from outside.
pub fn cut_connections(url: &str) {
    let name = url.rsplit('/').find_map(|part| part.split_once('?').map(|(name, _)| name)).expect("a database name");
    let cluster = CLUSTER.get_or_init(start);
    psql(&cluster.folder, &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"));
}

fn start() -> Cluster {
    for tool in ["initdb", "postgres", "psql"] {
        let path = Path::new(BIN).join(tool);
        assert!(path.exists(), "{} is missing: run `make setup` (Debian package postgresql)", path.display());
    }
    let folder = tempfile::Builder::new().prefix("lienthong-pg-").tempdir().expect("a folder").keep();
    let root = is_root();
    if root {
        run(Command::new("chown").arg("postgres:postgres").arg(&folder), "chown");
    }
    let script = format!(
        r#"
        cd {folder}
        {BIN}/initdb -D data -U postgres -A trust -E UTF8 --locale=C --no-instructions --no-sync >initdb.log 2>&1 || {{ cat initdb.log; exit 1; }}
        {BIN}/postgres -D data -k {folder} -c listen_addresses= -c fsync=on -c synchronous_commit=on \
            -c max_connections=300 -c shared_buffers=64MB -c log_min_messages=fatal </dev/null >server.log 2>&1 &
        server=$!
        until {BIN}/psql -h {folder} -U postgres -d postgres -Atc 'SELECT 1' >/dev/null 2>&1; do
            kill -0 $server 2>/dev/null || {{ cat server.log; exit 1; }}
            sleep 0.05
        done
        echo ready
        read -r end_of_tests
        kill -INT $server
        wait $server
        rm -rf {folder}/* {folder}
        "#,
        folder = folder.display()
    );
    let mut shell = if root {
        let mut shell = Command::new("setpriv");
        shell.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "sh", "-c", &script]);
        shell
    } else {
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]);
        shell
    };
    // A group of its own: an interrupt at the terminal is the tests' business, the watchdog cleans up after them.
    shell.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut watchdog = shell.spawn().unwrap_or_else(|error| panic!("cannot start PostgreSQL: {error}; `make setup`"));
    let mut said = String::new();
    let lines = BufReader::new(watchdog.stdout.take().expect("its output")).lines();
    let ready = lines.map_while(Result::ok).any(|line| {
        said.push_str(&line);
        said.push('\n');
        line == "ready"
    });
    if !ready {
        let _ = watchdog.wait();
        panic!("PostgreSQL did not start: {said}");
    }
    Cluster { folder, _watchdog: watchdog }
}

fn psql(folder: &Path, statement: &str) {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let mut psql = Command::new(format!("{BIN}/psql"));
        psql.args(["-h"]).arg(folder).args([
            "-U",
            "postgres",
            "-d",
            "postgres",
            "-v",
            "ON_ERROR_STOP=1",
            "-qAt",
            "-f",
            "-",
        ]);
        let mut child =
            psql.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("psql runs");
        child.stdin.take().expect("its input").write_all(statement.as_bytes()).expect("psql reads");
        let done = child.wait_with_output().expect("psql ends");
        if done.status.success() {
            return;
        }
        // Two CREATE DATABASE at once both copy template1, which only one may.
        let words = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(words.contains("template") && Instant::now() < deadline, "{statement}: {words}");
        std::thread::yield_now();
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id runs");
    id.stdout.starts_with(b"0\n")
}

fn run(command: &mut Command, what: &str) {
    assert!(command.status().is_ok_and(|status| status.success()), "{what} failed");
}
