# Lienthong — chuỗi tiếng Việt. Mỗi khóa có ở cả hai ngôn ngữ; một phép thử so hai danh sách.

## request

## auth

## xml

## package

## edxml

## signature

## certificate, revocation

## binding

## document, agency, acknowledgement

## evidence

## store, payload

## mail, delivery

## config, cli

error-hub-internal =
    .title = Lỗi bên trong trục
    .remedy = Thử lại sau; nếu còn lỗi, báo cho người vận hành kèm mã yêu cầu.
