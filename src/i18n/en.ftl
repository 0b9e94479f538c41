# Lienthong — English strings. Every key stands in both languages; a test compares the lists.

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
    .title = The hub failed
    .remedy = Try again later; if it fails again, tell the operator the request id.
