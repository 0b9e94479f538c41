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

error-edxml-not_edxml =
    .title = This is not an edXML file
    .remedy = Send edXML by QCVN 102:2016/BTTTT, with edXMLEnvelope, edXMLHeader and MessageHeader.
error-edxml-missing =
    .title = A required field is missing
    .remedy = Fill in the field named and send again.
error-edxml-too_long =
    .title = A field is too long
    .remedy = Shorten the field named.
error-edxml-bad_date =
    .title = A date cannot be read
    .remedy = Write dates as yyyy/MM/dd, times as yyyy/MM/dd HH:mm:ss.
error-edxml-foreign_date =
    .title = A date is written dd/MM/yyyy
    .remedy = Set the software to write yyyy/MM/dd.
error-edxml-future_date =
    .title = The date lies in the future
    .remedy = Check the date and the clock of the sending system.
error-edxml-bad_number =
    .title = A whole number is expected
    .remedy = Write the field named in digits.
error-edxml-bad_boolean =
    .title = Yes or no is expected
    .remedy = Write true or false; for Paper, DocumentInfo and DocumentReceiver 0 or 1.
error-edxml-unknown_value =
    .title = A value is not in the list
    .remedy = Use a value of the list named.
error-edxml-surrounding_space =
    .title = An identifier has blanks around it
    .remedy = Remove the blanks around the field named.
error-edxml-no_receiver =
    .title = The document has no receiver
    .remedy = Add at least one receiver (To).
error-edxml-duplicate_receiver =
    .title = A receiver stands twice
    .remedy = Name each receiver once.
error-edxml-bad_status_code =
    .title = The status code is unknown
    .remedy = Use one of 01 to 06, 13, 15, 16.
error-edxml-ambiguous =
    .title = A field stands more than once
    .remedy = Write the field named once.
error-edxml-unexpected_content =
    .title = Content stands where none belongs
    .remedy = Remove what does not belong to the field named.
error-edxml-anonymous_trace =
    .title = A hop does not name itself
    .remedy = Write the identifier of each system into TraceHeader/OrganId.
error-edxml-attachment_mismatch =
    .title = Manifest and attachments differ
    .remedy = Name each attachment once in edXMLManifest, with the same ContentId.
error-edxml-duplicate_content_id =
    .title = Two attachments share a ContentId
    .remedy = Give each attachment a ContentId of its own.
error-edxml-too_many_attachments =
    .title = Too many attachments
    .remedy = Send at most 1,000 files with one document; join or pack small ones.
error-edxml-bad_base64 =
    .title = An attachment is not valid base64
    .remedy = Encode the attachment again in standard base64.
error-edxml-bad_zip =
    .title = A zipped attachment is broken
    .remedy = Pack the attachment again, or send it unzipped.
error-edxml-zip_entries =
    .title = A zipped attachment does not hold exactly one file
    .remedy = Put exactly one file into each zip, or send the file unzipped.
error-edxml-zip_name =
    .title = The file in a zipped attachment has a bad name
    .remedy = Use a plain file name without a path and pack again.
error-edxml-zip_method =
    .title = A zipped attachment is encrypted or packed in an unusual way
    .remedy = Pack again with deflate and without a password.
error-edxml-zip_too_large =
    .title = The file in a zipped attachment is too large
    .remedy = Split or shrink the file and send again.
error-edxml-zip_checksum =
    .title = The file in a zipped attachment has a wrong size or checksum
    .remedy = Pack the attachment again and send again.
error-edxml-unwritable =
    .title = A text holds a character that XML forbids
    .remedy = Remove the control character from the field named.

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
