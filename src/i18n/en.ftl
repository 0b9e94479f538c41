# Lienthong — English strings. Every key stands in both languages; a test compares the lists.

## request

## auth

## xml

error-xml-not_utf8 =
    .title = The file is not UTF-8
    .remedy = Save the XML file as UTF-8, sign it again and send it again.
error-xml-encoding =
    .title = The XML declaration names an encoding other than UTF-8
    .remedy = Write encoding="UTF-8", save the file as UTF-8, and sign it again.
error-xml-version =
    .title = The XML version is not 1.0
    .remedy = Write the file as XML 1.0 and sign it again.
error-xml-dtd =
    .title = The XML file has a DTD (DOCTYPE)
    .remedy = Remove the DOCTYPE and sign the file again.
error-xml-comment =
    .title = The XML file has a comment
    .remedy = Remove every comment <!-- … --> and sign the file again.
error-xml-processing_instruction =
    .title = The XML file has a processing instruction
    .remedy = Remove every <?… ?> but the XML declaration and sign the file again.
error-xml-leading =
    .title = Something stands before the root element
    .remedy = Remove all that stands before the XML declaration and the root element, and sign the file again.
error-xml-trailing =
    .title = Something stands after the root element
    .remedy = Remove all that follows the last end tag and sign the file again.
error-xml-empty =
    .title = The XML file has no root element
    .remedy = Check whether the file is empty and make it again.
error-xml-truncated =
    .title = The XML file is cut off
    .remedy = Check the transfer and send the whole file.
error-xml-character =
    .title = The XML file has a character that is not allowed
    .remedy = Remove the control character at the place named and sign the file again.
error-xml-name =
    .title = The name of an element or attribute is not valid
    .remedy = Correct the name at the place named and sign the file again.
error-xml-tag_mismatch =
    .title = An end tag does not match its start tag
    .remedy = Correct the tag at the place named and sign the file again.
error-xml-not_well_formed =
    .title = The XML file is not well-formed
    .remedy = Correct the fault at the place named and sign the file again.
error-xml-entity =
    .title = The XML file uses an entity that is not allowed
    .remedy = Use only amp, lt, gt, apos, quot or character references, and sign the file again.
error-xml-reference =
    .title = A character reference is malformed
    .remedy = Write a plain ampersand as &amp; or correct the reference at the place named, and sign the file again.
error-xml-unbound_prefix =
    .title = A namespace prefix is not declared
    .remedy = Declare the prefix named with xmlns and sign the file again.
error-xml-namespace =
    .title = A namespace declaration is not valid
    .remedy = Correct the xmlns at the place named (an absolute URI, not empty) and sign the file again.
error-xml-duplicate_attribute =
    .title = An attribute stands twice
    .remedy = Remove one of the two equal attributes and sign the file again.
error-xml-depth =
    .title = Elements are nested too deeply
    .remedy = Nest fewer levels than the limit and sign the file again.
error-xml-attribute_count =
    .title = An element has too many attributes
    .remedy = Give the element named fewer attributes and sign the file again.
error-xml-namespace_count =
    .title = There are too many namespace declarations
    .remedy = Declare each namespace once, at the root, and sign the file again.
error-xml-tag_size =
    .title = An XML tag is too long
    .remedy = Move long content from an attribute into the element's text and sign the file again.
error-xml-subtree_size =
    .title = An element is larger than allowed
    .remedy = Make the element named (signature, manifest) smaller and sign the file again.

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
