# Lienthong — English strings. Every key stands in both languages; a test compares the lists.

## request

error-request-no_such_path =
    .title = Nothing lies at this path
    .remedy = Check the path; the list of calls is at /api/docs.
error-request-method =
    .title = This path does not take this method
    .remedy = See /api/docs for the method it takes.
error-request-malformed =
    .title = The request is malformed
    .remedy = Correct it as the detail says and send it again.
error-request-json =
    .title = The body is not the JSON expected
    .remedy = Correct the JSON as the detail says; /api/docs names the fields.
error-request-content_type =
    .title = Wrong Content-Type
    .remedy = Send it as Content-Type: application/json.
error-request-too_large =
    .title = The body is too large
    .remedy = This call takes short JSON only; packages go to POST /api/v1/packages.
error-request-query =
    .title = A query parameter is wrong
    .remedy = Correct the parameter as the detail says; /api/docs lists them.
error-request-cursor =
    .title = The page position cannot be read
    .remedy = Use `next` of the page before as it is, or leave out `after`.
error-request-empty =
    .title = The body is empty
    .remedy = Send the package as the body.
error-request-incomplete =
    .title = The upload broke off
    .remedy = Send the package again from its start; nothing was kept.
error-request-timeout =
    .title = The upload took too long
    .remedy = Check the line and send the package again from its start.
error-request-digest =
    .title = What came is not what Content-Digest says
    .remedy = Recompute the SHA-256 of the file and send it again.
error-request-too_many_uploads =
    .title = This system uploads too many packages at once
    .remedy = Wait until a running upload has ended.
error-request-too_many_waits =
    .title = This system waits in too many requests
    .remedy = Keep at most four waiting requests at once.
error-request-idempotency_key =
    .title = Idempotency-Key is malformed
    .remedy = Use 1 to 255 visible ASCII characters.
error-request-timestamp =
    .title = The timestamp is malformed
    .remedy = Write ISO 8601 with a zone, such as 2026-11-24T09:30:00+07:00.

## auth

error-auth-missing =
    .title = The access token is missing
    .remedy = Send Authorization: Bearer with the system’s token.
error-auth-malformed =
    .title = The access token is malformed
    .remedy = Write it as Authorization: Bearer lt_…
error-auth-unknown =
    .title = The access token is unknown
    .remedy = Check the token; if it is lost, ask the operator for a new one.
error-auth-revoked =
    .title = The access token was revoked
    .remedy = Ask the operator for a new one.
error-auth-expired =
    .title = The access token has run out
    .remedy = Ask the operator for a new one.
error-auth-foreign_page =
    .title = This form can no longer be used
    .remedy = Open the page again and repeat; nothing was changed.
error-auth-forbidden =
    .title = This access token may not do that
    .remedy = Use the token of an agency’s system, or of an auditor, as the call wants.

## people
error-sign_in-wrong =
    .title = E-mail or password is wrong
    .remedy = Check Caps Lock and your Vietnamese input method, then try again.
error-sign_in-code_wrong =
    .title = The code is wrong
    .remedy = Enter the 6 digits that the authenticator app shows now; a code works once. Check the clock of the telephone, or use a recovery code.
error-sign_in-wait =
    .title = Please wait before you try again
    .remedy = There were wrong tries. Wait as long as the page says, then try again.
error-sign_in-ended =
    .title = This sign-in took too long
    .remedy = Begin again with e-mail and password.
error-sign_in-not_known =
    .title = This account of the province was not invited to the hub
    .remedy = Ask your administrator to invite the very address of the account, then sign in again.
error-sign_in-provider =
    .title = The province’s accounts did not answer for anybody
    .remedy = Try again; if that fails, sign in with e-mail and password.
error-sign_in-no_role =
    .title = The account has no role
    .remedy = Ask the agency’s administrator or the operator for one.
error-session-ended =
    .title = The session has ended
    .remedy = Sign in again.
error-session-unknown =
    .title = There is no such session
    .remedy = Reload the list: it may have ended already.
error-session-seat =
    .title = You have no role there
    .remedy = Choose a place from the list, or ask for a role.
error-invitation-unknown =
    .title = The link is wrong
    .remedy = Open the link from the mail again, all of it; if that fails, ask for a new invitation.
error-invitation-used =
    .title = The link was used
    .remedy = Sign in with the password that was set; if it was not you, tell your administrator at once.
error-invitation-ended =
    .title = The link has run out
    .remedy = Ask your administrator for a new one.
error-person-unknown =
    .title = There is no such person
    .remedy = Look at the list of people.
error-person-elsewhere =
    .title = The person works elsewhere too
    .remedy = An agency can withdraw its own roles only; ask the hub’s operator for the rest.
error-person-self =
    .title = This cannot be done to one’s own account
    .remedy = Ask another administrator to do it.
error-person-mail =
    .title = The e-mail address is malformed
    .remedy = Enter one address such as name@agency.gov.vn.
error-person-name =
    .title = The name is missing or too long
    .remedy = Enter a name of at most 120 characters.
error-person-role =
    .title = The role does not belong there
    .remedy = At an agency: clerk, reader, agency_admin. At the hub: auditor, operator.
error-password-short =
    .title = The password is too short
    .remedy = Use at least 12 characters; a sentence that is easy to remember is best, no special characters are needed.
error-password-long =
    .title = The password is too long
    .remedy = Use at most 256 characters.
error-password-guessable =
    .title = The password can be guessed
    .remedy = Do not use your name, your address or a short piece over and over.
error-password-differs =
    .title = The two passwords are not the same
    .remedy = Enter both again; mind Caps Lock and your Vietnamese input method.
error-password-wrong =
    .title = The present password is wrong
    .remedy = Enter the password that you sign in with now.
error-totp-code_wrong =
    .title = The code does not match
    .remedy = Enter the 6 digits that the app shows now; if that fails, check the clock of the telephone.
error-totp-not_offered =
    .title = This picture counts no more
    .remedy = Begin to set up the authenticator app again.
error-totp-required =
    .title = This role needs a second factor
    .remedy = It cannot be switched off; it can be set up anew on another telephone.

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
error-xml-namespace_size =
    .title = Namespace declarations are too long
    .remedy = Use short namespace names (at most 1 KiB each, 16 KiB together) and sign the file again.
error-xml-tag_size =
    .title = An XML tag is too long
    .remedy = Move long content from an attribute into the element's text and sign the file again.
error-xml-subtree_size =
    .title = An element is larger than allowed
    .remedy = Make the element named (signature, manifest) smaller and sign the file again.

## package

error-package-empty =
    .title = The file is empty
    .remedy = Export the package again and resend it.
error-package-unknown_format =
    .title = Neither an ASiC-E container nor an edXML file
    .remedy = Send the .asice or .edxml file that the document software made.
error-package-not_zip =
    .title = Not a ZIP archive
    .remedy = Export the ASiC-E container again; do not rename another format.
error-package-too_big =
    .title = The package is too big
    .remedy = Make the attachments smaller or split the document.
error-package-truncated =
    .title = The archive is cut off
    .remedy = Download or export the whole package again and resend it.
error-package-prefix_bytes =
    .title = Bytes stand before the first entry
    .remedy = Make the container again; the file must begin with its first entry.
error-package-suffix_bytes =
    .title = Bytes stand after the end record
    .remedy = Make the container again; nothing may follow the end record.
error-package-several_ends =
    .title = The archive has several end records
    .remedy = Make the container again with standard software.
error-package-comment =
    .title = A comment in the archive is not allowed
    .remedy = Leave out the comments of the archive and its entries.
error-package-multi_disk =
    .title = The archive is split into parts
    .remedy = Send the container as one file.
error-package-zip64 =
    .title = The ZIP64 records do not fit
    .remedy = Make the container again; use ZIP64 only where it is needed.
error-package-no_entries =
    .title = The archive has no entries
    .remedy = Export the container with document and signature.
error-package-too_many_entries =
    .title = The archive has too many entries
    .remedy = Combine attachments.
error-package-entry_count =
    .title = The counted entries differ from those present
    .remedy = Make the container again with standard software.
error-package-central_directory =
    .title = The central directory is broken
    .remedy = Make the container again and resend it.
error-package-central_directory_too_big =
    .title = The central directory is too big
    .remedy = Leave out extra fields and comments.
error-package-local_header =
    .title = An entry is not where the directory says
    .remedy = Make the container again and resend it.
error-package-local_header_mismatch =
    .title = Local and central header disagree
    .remedy = Make the container again; it may have been tampered with.
error-package-overlap =
    .title = Records of the archive overlap
    .remedy = Make the container again; it may have been tampered with.
error-package-gap =
    .title = Bytes of the archive belong to no record
    .remedy = Make the container again; it may have been tampered with.
error-package-descriptor =
    .title = A data descriptor does not fit
    .remedy = Make the container again and resend it.
error-package-encrypted =
    .title = An entry is encrypted
    .remedy = Make the container without a password.
error-package-flags =
    .title = An entry uses a flag that is not allowed
    .remedy = Make the container again with standard software.
error-package-version =
    .title = An entry asks for a later version of ZIP
    .remedy = Pack with "version needed" of 4.5 or less: stored or deflated, no encryption.
error-package-method =
    .title = An entry uses another compression method
    .remedy = Use only "store" or "deflate".
error-package-symlink =
    .title = An entry is a symbolic link
    .remedy = Put the file itself in its place.
error-package-file_type =
    .title = An entry is no plain file
    .remedy = Put only plain files into the container.
error-package-extra_field =
    .title = An extra field is broken or not accepted
    .remedy = Make the container again with standard software.
error-package-unicode_path =
    .title = An entry bears a second name
    .remedy = Write names in UTF-8 and leave out extra field 0x7075.
error-package-crc =
    .title = The content of an entry does not match its CRC
    .remedy = The container was damaged or changed; export and resend it.
error-package-size =
    .title = The content of an entry does not have its declared size
    .remedy = The container was damaged or changed; export and resend it.
error-package-deflate =
    .title = The compressed data of an entry are broken
    .remedy = The container was damaged; export and resend it.
error-package-deflate_end =
    .title = The compressed data do not end where they should
    .remedy = Make the container again; bytes may be hidden in it.
error-package-ratio =
    .title = An entry is compressed beyond reason
    .remedy = Store the attachment instead of compressing it.
error-package-inflated_too_big =
    .title = The package inflates beyond the limit
    .remedy = Make the attachments smaller or split the document.
error-package-name_empty =
    .title = An entry has no name
    .remedy = Give every file a name.
error-package-name_too_long =
    .title = A name is too long
    .remedy = Shorten the name to 255 bytes.
error-package-name_absolute =
    .title = A name begins with a slash
    .remedy = Use names relative to the container.
error-package-name_component =
    .title = A name has an empty, "." or ".." component
    .remedy = Remove that component from the name.
error-package-name_colon =
    .title = A name has a drive letter or colon
    .remedy = Remove the colon from the name.
error-package-name_backslash =
    .title = A name has a backslash
    .remedy = Separate folders with "/".
error-package-name_control =
    .title = A name has a control character
    .remedy = Rename the file with plain letters and digits.
error-package-name_invisible =
    .title = A name has an invisible or direction character
    .remedy = Type the name again with plain letters and digits.
error-package-name_foreign =
    .title = A name is not possible on every system
    .remedy = Leave out < > | " ? *, ";" with digits at the end, and the device names of Windows (CON, NUL, COM1 …).
error-package-name_trailing =
    .title = A name ends in a dot or space
    .remedy = Remove the dot or space at its end.
error-package-name_encoding =
    .title = A name is not in UTF-8
    .remedy = Use software that writes names in UTF-8 (flag bit 11).
error-package-name_reserved =
    .title = The name is reserved by the container
    .remedy = Rename the attachment.
error-package-duplicate_name =
    .title = Two entries have the same name
    .remedy = Give the files different names.
error-package-name_collision =
    .title = Two names differ only in case or in how accents are written, or one is a file and a folder at once
    .remedy = Give the files clearly different names.
error-package-directory_entry =
    .title = The archive has a directory entry
    .remedy = Make the container with file entries only.
error-package-directory_content =
    .title = A directory entry has content
    .remedy = Make the container again; it may have been tampered with.
error-package-no_mimetype =
    .title = The container lacks the entry mimetype
    .remedy = Export it again as ASiC-E.
error-package-mimetype_content =
    .title = The entry mimetype names another format
    .remedy = Export it again as ASiC-E.
error-package-mimetype_place =
    .title = mimetype is not the first entry
    .remedy = Put mimetype first.
error-package-mimetype_extra =
    .title = mimetype has an extra field or a data descriptor
    .remedy = Write mimetype first, stored, without extra field and descriptor (EN 319 162-1 A.1).
error-package-mimetype_deflated =
    .title = mimetype is compressed
    .remedy = Store mimetype without compression.
error-package-no_manifest =
    .title = The container lacks META-INF/manifest.xml
    .remedy = Export it again with a manifest.
error-package-manifest =
    .title = META-INF/manifest.xml is not a manifest
    .remedy = Export it again as ASiC-E.
error-package-manifest_extra =
    .title = The manifest lists a file that is not there
    .remedy = Export the container again so that the manifest fits.
error-package-manifest_lacks =
    .title = The manifest lacks a file of the container
    .remedy = Export the container again so that the manifest fits.
error-package-manifest_duplicate =
    .title = The manifest lists a file twice
    .remedy = Export the container again so that the manifest fits.
error-package-not_evaluated =
    .title = META-INF holds an entry that is not evaluated
    .remedy = Keep only manifest.xml and XAdES signature files in META-INF.
error-package-io =
    .title = The package file could not be read or written
    .remedy = Try again later; if it fails again, tell the operator.

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
error-edxml-unseen_character =
    .title = The code holds a character that is not seen
    .remedy = Type the code that is named with plain letters, digits and signs; no line break and no hidden character.
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

error-signature-none =
    .title = There is no signature
    .remedy = Sign the package with the agency's seal, then send it again.

error-signature-legacy =
    .title = A legacy signature that proves nothing
    .remedy = Update the signing software: SHA-256 and the standard XMLDSig namespace, then sign again.

error-signature-position =
    .title = The signature stands in the wrong place
    .remedy = Signature must be the last child of edXMLHeader.

error-signature-several =
    .title = Several signatures in one file
    .remedy = One Signature a file; several signers use several signature files.

error-signature-root =
    .title = The signature file has an unknown root
    .remedy = The root must be XAdESSignatures or one ds:Signature.

error-signature-structure =
    .title = The signature's structure is wrong
    .remedy = Check the signing software against the XMLDSig and XAdES schemas, at the place shown.

error-signature-base64 =
    .title = Base64 in the signature is malformed
    .remedy = Check the signing software; base64 must be padded.

error-signature-id_duplicate =
    .title = An Id occurs twice
    .remedy = Each Id may stand once in a file; sign again.

error-signature-canonical_size =
    .title = The canonical form is far larger than the file
    .remedy = Declare namespaces by short names, once, at the root, and sign the file again.
error-signature-canonicalization =
    .title = The canonicalization is not accepted
    .remedy = Use exclusive or inclusive canonicalization, without comments.

error-signature-transform =
    .title = A transform is not accepted
    .remedy = Only enveloped-signature, first, and one canonicalization.

error-signature-reference_count =
    .title = The number of references is wrong
    .remedy = Check the signing software: document, attachments and SignedProperties, nothing else.

error-signature-reference_uri =
    .title = The URI of a reference is not accepted
    .remedy = A URI is the relative name of an entry, or points into this very signature.

error-signature-reference_type =
    .title = The Type of a reference is not accepted
    .remedy = Only the reference to SignedProperties bears a Type.

error-signature-document_reference =
    .title = The signature does not cover the whole document
    .remedy = Exactly one Reference with an empty URI is needed.

error-signature-properties_reference =
    .title = SignedProperties is not signed as it must be
    .remedy = Exactly one reference to this signature's own SignedProperties is needed.

error-signature-properties_target =
    .title = QualifyingProperties belongs to another signature
    .remedy = Target must be "#" and the Id of this Signature.

error-signature-object =
    .title = An Object of the signature is not accepted
    .remedy = One Object, holding nothing but QualifyingProperties.

error-signature-manifest =
    .title = ds:Manifest is not accepted
    .remedy = Reference each file in SignedInfo itself.

error-signature-retrieval_method =
    .title = RetrievalMethod is not accepted
    .remedy = Put the certificates into X509Data.

error-signature-key_info =
    .title = KeyInfo holds no usable certificate
    .remedy = Put the signer's certificate into X509Data.

error-signature-key_value =
    .title = KeyValue is not the certificate's key
    .remedy = Leave KeyValue out, or write the certificate's own key.

error-signature-signer_ambiguous =
    .title = It cannot be told which certificate signed
    .remedy = Add SigningCertificateV2, or send one chain only.

error-signature-signing_certificate =
    .title = SigningCertificate is missing or double
    .remedy = Exactly one SigningCertificate or SigningCertificateV2 is needed.

error-signature-signing_certificate_mismatch =
    .title = SigningCertificate fits no certificate in KeyInfo
    .remedy = Check the signing software: the digest must be that of the signer's certificate.

error-signature-signing_certificate_weak =
    .title = SigningCertificate uses a weak digest
    .remedy = Use SHA-256 or stronger for SigningCertificate, then sign again.

error-signature-issuer_serial =
    .title = IssuerSerial does not fit the certificate
    .remedy = Check the signing software: issuer and serial must be those of the signer's certificate.

error-signature-digest =
    .title = Content was changed after signing
    .remedy = Ask the sender for the original.

error-signature-uncovered_entry =
    .title = An entry of the package is not signed
    .remedy = Sign the whole package again; every entry must be referenced.

error-signature-covered_twice =
    .title = An entry is referenced twice
    .remedy = Each entry is referenced once in a signature.

error-signature-unknown_entry =
    .title = The signature references an entry that is not there
    .remedy = Send all the files that were signed.

error-signature-counter_signature =
    .title = A counter-signature is there and was not evaluated
    .remedy = Nothing to do; use a signature file of its own where it must count.

error-signature-no_signing_certificate =
    .title = The signature does not sign which certificate it is of
    .remedy = Prefer XAdES with SigningCertificateV2.

error-signature-key_value_ignored =
    .title = KeyValue was ignored
    .remedy = Nothing to do; the certificate is enough.

error-signature-unknown_property =
    .title = A property of the signature was not evaluated
    .remedy = Nothing to do.

error-signature-policy_not_evaluated =
    .title = A signature policy is named and was not evaluated
    .remedy = Nothing to do.

error-signature-leading_slash =
    .title = The URI of a reference begins with "/"
    .remedy = Write the entry's name without the leading "/", then sign again.

error-signature-trust_not_evaluated =
    .title = Whether the signer is trusted was not asked
    .remedy = Verify again with the root certificates (--trust).

error-signature-reporter_mismatch =
    .title = The reporter is not the agency that signed in
    .remedy = Report with the system of the agency named in From.

error-package-document_missing =
    .title = The package has no document.xml
    .remedy = Add document.xml (edXML) to the package.

error-package-document_too_large =
    .title = The header of the document is too large
    .remedy = An edXML header has at most 1 MiB; large content goes into attachments.

error-package-entry_unnamed =
    .title = An entry is not named in document.xml
    .remedy = Name each attachment exactly once in edXMLManifest.

error-package-entry_named_twice =
    .title = An entry is named twice in document.xml
    .remedy = Name each attachment exactly once in edXMLManifest.

error-package-entry_missing =
    .title = document.xml names an entry that is not there
    .remedy = Send all the attachments.

error-package-document_signature =
    .title = document.xml holds an element named Signature
    .remedy = In an ASiC-E signatures stand in META-INF only.

error-package-attachment_encoded =
    .title = document.xml holds attachments in base64
    .remedy = In an ASiC-E an attachment is an entry of its own.

error-pdf-malformed =
    .title = The structure of the PDF cannot be read
    .remedy = Ask the sender to export the PDF from its original, sign it again and send it again.

error-pdf-too_complex =
    .title = The PDF is too large or too complex for its signatures to be checked
    .remedy = Check the signatures in a PDF reader; ask the sender for a smaller file if need be.

error-pdf-encrypted =
    .title = The PDF is protected by a password
    .remedy = Ask the sender for the file without a password.

error-pdf-byte_range =
    .title = A signature in the PDF does not cover all of its content
    .remedy = Do not use this file; ask the sender for the original.

error-pdf-changed_after =
    .title = The PDF was changed after signing
    .remedy = Do not use this file; ask the sender for the original.

error-pdf-locked =
    .title = The PDF was signed further although a signature had locked it
    .remedy = Do not use this file; ask the sender to sign again in order, the signature that locks the file last.

error-pdf-signature =
    .title = A signature in the PDF does not hold
    .remedy = Do not use this file; ask the sender for the original.

error-pdf-weak =
    .title = A signature in the PDF uses a weak algorithm
    .remedy = Ask the sender to sign again with SHA-256 or better.

error-pdf-certificate =
    .title = The certificate of the signer of the PDF cannot be told
    .remedy = Ask the sender to sign again and to include the signer's certificate.

error-pdf-not_signed =
    .title = A PDF is not signed as a whole
    .remedy = Sign the PDF by the authorised person and the agency, change nothing afterwards, then sign the package again.

error-pdf-sub_filter =
    .title = A signature in the PDF is of a kind that is not evaluated
    .remedy = Check the signature in a PDF reader.

error-signature-digest_sha1 =
    .title = A digest uses SHA-1
    .remedy = Sign again with SHA-256, SHA-384 or SHA-512.

error-signature-digest_md5 =
    .title = A digest uses MD5
    .remedy = Sign again with SHA-256, SHA-384 or SHA-512.

error-signature-digest_unknown =
    .title = The digest algorithm is not accepted
    .remedy = Sign again with SHA-256, SHA-384 or SHA-512.

error-signature-algorithm_sha1 =
    .title = The signature rests on SHA-1
    .remedy = Sign again with RSA or ECDSA over SHA-256 or stronger.

error-signature-algorithm_md5 =
    .title = The signature rests on MD5
    .remedy = Sign again with RSA or ECDSA over SHA-256 or stronger.

error-signature-algorithm_hmac =
    .title = An HMAC is not a digital signature
    .remedy = Sign with the private key of a certificate, not with a shared secret.

error-signature-algorithm_dsa =
    .title = DSA signatures are not accepted
    .remedy = Sign again with RSA or ECDSA.

error-signature-algorithm_unknown =
    .title = The signature algorithm is not accepted
    .remedy = Sign again with RSA or ECDSA over SHA-256 or stronger.

error-sign-key_unreadable =
    .title = The private key cannot be read
    .remedy = Use a PEM file (PKCS #8) without a passphrase.

error-sign-key_not_of_certificate =
    .title = The key is not the certificate's
    .remedy = Check --key and --cert.

error-sign-already_signed =
    .title = The document bears a signature already
    .remedy = Sign the original, without a signature.

error-sign-no_header =
    .title = The document has no edXMLHeader
    .remedy = Check the file; it needs edXML/edXMLEnvelope/edXMLHeader with content.

error-sign-plain_in_container =
    .title = An ASiC-E is always signed with XAdES
    .remedy = Leave out plain XMLDSig, or sign as an edXML file.

error-sign-plain_stamped =
    .title = Plain XMLDSig has no place for a timestamp
    .remedy = Leave out --plain to sign XAdES, or leave out --tsa.

error-sign-no_revocation_source =
    .title = A certificate names nobody who tells of revocations: level LT cannot be made
    .remedy = Give the CA's list or answer by --crl or --ocsp, or leave out --lt: level T needs none.

error-sign-io =
    .title = Reading or writing failed while signing
    .remedy = Check path, permissions and disk space, then sign again.

error-signature-key_mismatch =
    .title = Key and signature algorithm are of different kinds
    .remedy = Check the signing software: SignatureMethod must fit the certificate's key.

error-signature-value_length =
    .title = The signature value has the wrong length
    .remedy = Check the signing software; an ECDSA value is r‖s, not DER.

error-signature-value =
    .title = The signature does not fit
    .remedy = The document or the signature was changed after signing; ask the sender for the original.

## certificate, revocation

error-certificate-malformed =
    .title = The certificate cannot be read
    .remedy = Check the certificate file; it must be X.509 in DER or PEM.

error-certificate-expired =
    .title = The certificate has expired
    .remedy = Renew the certificate, then sign again.

error-certificate-not_yet_valid =
    .title = The certificate is not valid yet
    .remedy = Wait for its first day, or check the clock of the signing machine.

error-certificate-untrusted =
    .title = The certificate was not issued by a trusted CA
    .remedy = Include the intermediate CA certificates, or ask the operator to add the root.

error-certificate-key_usage =
    .title = The certificate is not for signing
    .remedy = Sign with a certificate that has digitalSignature or nonRepudiation.

error-certificate-extended_key_usage =
    .title = The certificate is only for another purpose
    .remedy = Sign with the seal's certificate; TLS, OCSP or timestamp certificates do not sign documents.

error-certificate-is_ca =
    .title = The signer is a CA
    .remedy = Sign with the agency's certificate, not with a CA's.

error-certificate-weak_key =
    .title = The key is too weak
    .remedy = Get a certificate with RSA of 2048 to 8192 bits, or ECDSA P-256, P-384.

error-certificate-weak_signature =
    .title = A certificate is signed with a weak algorithm
    .remedy = Ask the CA for a certificate signed over SHA-256 or stronger.

error-certificate-key_unsupported =
    .title = The kind of key is not accepted
    .remedy = Use RSA, or ECDSA on the named curves P-256, P-384.

error-certificate-issuer_time =
    .title = The issuing CA's certificate was not valid at that time
    .remedy = Get a certificate from a CA that is in its time.

error-certificate-issuer_not_ca =
    .title = The issuer may not issue certificates
    .remedy = Check the chain; the issuing certificate must be a CA.

error-certificate-name_constraints =
    .title = A name in the certificate is outside the CA's range
    .remedy = Get a certificate from a CA that may issue for this name.

error-certificate-chain =
    .title = The certificate chain is faulty
    .remedy = Show the detail to the CA that issued it.

error-certificate-anchor_not_ca =
    .title = A trust anchor is not a CA
    .remedy = Configure a CA certificate; bind an agency's own certificate to the agency instead.

error-revocation-unknown =
    .title = It is not known whether the certificate was revoked
    .remedy = Try again when an OCSP or CRL answer is there.

error-revocation-revoked =
    .title = The certificate was revoked
    .remedy = The sending agency gets a new certificate, signs anew and sends again.

error-revocation-on_hold =
    .title = The certificate is on hold
    .remedy = The sending agency has its CA release the certificate, then sends again.

error-revocation-answer_malformed =
    .title = A revocation answer cannot be read
    .remedy = Check the CRL file or the OCSP responder that gave it.

error-revocation-answer_refused =
    .title = The OCSP responder refuses to answer
    .remedy = Try again later; if it stays, tell the CA.

error-revocation-answer_other =
    .title = A revocation answer speaks of another certificate
    .remedy = Use an answer of the right CA about the right certificate.

error-revocation-answer_issuer =
    .title = Whoever issued the revocation answer may not speak for the CA
    .remedy = Only the CA or a responder that it delegated counts.

error-revocation-answer_signature =
    .title = The signature on a revocation answer does not hold
    .remedy = Get the answer from the CA again.

error-revocation-answer_weak =
    .title = A revocation answer is signed by a weak algorithm
    .remedy = The CA has to sign it over SHA-256 or longer.

error-revocation-answer_unsupported =
    .title = A revocation answer is of a kind that is not taken
    .remedy = Use a complete CRL of the CA, or OCSP.

error-revocation-answer_future =
    .title = A revocation answer comes from the future
    .remedy = Check the clocks of this machine and of the responder.

error-revocation-answer_stale =
    .title = A revocation answer is too old
    .remedy = Get a new CRL or OCSP answer.

error-revocation-answer_nonce =
    .title = The OCSP answer does not repeat the nonce
    .remedy = Ask again; if it stays, somebody may be replaying old answers.

error-egress-url =
    .title = The URL cannot be asked
    .remedy = Correct it: http or https, without a password.

error-egress-host_not_allowed =
    .title = The host is not in the list of those that may be asked
    .remedy = Add it to [egress] hosts if it is trusted.

error-egress-private_address =
    .title = The host stands at a private address
    .remedy = If it is meant to, add it to [egress] private_hosts.

error-egress-unreachable =
    .title = The host cannot be reached
    .remedy = Check the network and try again.

error-egress-timeout =
    .title = The host did not answer in time
    .remedy = Try again later.

error-egress-too_long =
    .title = The host answers with too much
    .remedy = Tell its operator.

error-egress-status =
    .title = The host answers with an error
    .remedy = Try again later; if it stays, tell its operator.

error-egress-left_alone =
    .title = The host failed several times and is left alone
    .remedy = Try again in a minute.

error-timestamp-malformed =
    .title = The timestamp cannot be read
    .remedy = Stamp again by RFC 3161.

error-timestamp-imprint =
    .title = The timestamp is not of this signature
    .remedy = Stamp the canonical SignatureValue of this very signature.

error-timestamp-weak =
    .title = The timestamp uses a weak algorithm
    .remedy = Use SHA-256 or longer.

error-timestamp-signature =
    .title = The signature on the timestamp does not hold
    .remedy = Get a new timestamp.

error-timestamp-certificate =
    .title = The certificate of the timestamping authority cannot be told
    .remedy = The token has to carry its certificate and to name that very one (ESSCertIDv2).

error-timestamp-purpose =
    .title = The authority's certificate is not for timestamping only
    .remedy = Use an authority whose certificate is for that purpose only (RFC 3161 §2.3).

error-timestamp-untrusted =
    .title = The timestamping authority is not trusted
    .remedy = Use an authority that the hub trusts.

error-timestamp-revoked =
    .title = The certificate of the timestamping authority was revoked
    .remedy = Get a timestamp of another authority.

error-timestamp-future =
    .title = The timestamp lies in the future
    .remedy = Check the clocks of this machine and of the authority.

error-timestamp-order =
    .title = The time of the timestamp cannot be
    .remedy = Get a new timestamp right after signing.

error-timestamp-policy =
    .title = The timestamp was made under a policy that is not taken
    .remedy = Get a timestamp under a policy that the hub takes.

error-timestamp-revocation_unknown =
    .title = It is not known whether the certificate of the timestamping authority was revoked
    .remedy = Try again when an OCSP or CRL answer is there.

error-timestamp-nonce =
    .title = The timestamp does not answer the question that was sent
    .remedy = Ask again; if it stays, use another authority.

error-timestamp-refused =
    .title = The timestamping authority refuses
    .remedy = Try again later, or use another authority.

error-timestamp-old_identifier =
    .title = The timestamp names its certificate in the old way (SHA-1)
    .remedy = Nothing to do; the authority should use ESSCertIDv2.

error-timestamp-archive_not_evaluated =
    .title = Archive timestamps are not evaluated
    .remedy = Nothing to do.

error-revocation-not_published =
    .title = A certificate of the path publishes no revocation source
    .remedy = Nothing is required; prefer certificates that name a CRL or OCSP address.

## binding

error-binding-not_bound =
    .title = The certificate is bound to no agency
    .remedy = Ask the operator to bind this certificate to the agency.

error-binding-other_agency =
    .title = The signature belongs to another agency
    .remedy = Sign with the seal of the agency named in From, or ask for a delegation.

error-binding-expired =
    .title = The binding did not count at the time of receipt
    .remedy = Ask the operator to check the dates of the binding.

error-binding-ambiguous =
    .title = Several agencies claim this certificate
    .remedy = Ask the operator to correct the binding table.

error-binding-agency_closed =
    .title = The agency was closed or merged
    .remedy = Use the OrganId and seal of the successor.

## document, agency, acknowledgement

error-acknowledgement-sender_only =
    .title = This code is not a receiver's to report
    .remedy = 13 is the sender's request to take a document back; the receiver answers 15 or 16.
error-acknowledgement-protest =
    .title = The protest is recorded; the recall stands
    .remedy = By law the receiver cancels a recalled document; report 15 when it is done.
error-business-request_open =
    .title = The receiver has not answered the request before
    .remedy = Wait for its answer (15 or 16), then ask again; if it is urgent, recall the document.
error-business-ended =
    .title = The document is no longer in force at the receiver
    .remedy = It was updated, replaced, taken back or recalled; work with the newest document.
error-business-returned =
    .title = The receiver has returned the document
    .remedy = There is nothing to take back; it may be sent a second time.
error-business-target_unknown =
    .title = The document that is to be changed was not found
    .remedy = Check the DocumentId; it has to be as it was sent over this hub.
error-business-not_issuer =
    .title = Another agency issued the document
    .remedy = Only the issuing agency may recall, update, replace or take back a document.
error-business-receiver_not_of_target =
    .title = The receiver was never sent that document
    .remedy = Leave this receiver out, or send it a new document.
error-business-receiver_missing =
    .title = A receiver would lose the old document and not get the new one
    .remedy = Add this receiver to the receivers (To) of the replacing document.
error-business-receiver_type =
    .title = It is not clear whether the receiver is added or removed
    .remedy = Write ReceiverType as this hub reads it; ask the operator if your software uses other numbers.
error-business-nothing_to_change =
    .title = There is nothing left to change
    .remedy = The document was withdrawn, returned or recalled at every receiver named; see its history.
error-business-self =
    .title = The document names itself
    .remedy = Give the recalling, updating or replacing document a DocumentId of its own.
error-business-already_held =
    .title = This receiver has the document already
    .remedy = Take it off the list; name only those who do not have the document yet.
error-business-reason_missing =
    .title = The reason is missing
    .remedy = Say why; the receivers will see it.
error-delivery-withdrawn =
    .title = The document was withdrawn before it was fetched
    .remedy = Nothing is to be done; its content is no longer handed out, its data and proof stay.
error-delivery-withheld =
    .title = The document was recalled or taken back
    .remedy = Cancel the copy that was fetched and report 15; the content is no longer handed out.
error-delivery-illegal_transition =
    .title = The delivery's state does not allow this
    .remedy = Look at the delivery's present state and choose what fits it.
error-agency-closed =
    .title = The agency's identifier is closed
    .remedy = The agency no longer works under this identifier; use its successor's.
error-agency-unknown =
    .title = No agency has this identifier
    .remedy = Check the identifier in the directory; if it is right, ask the operator to add the agency.
error-acknowledgement-reason_missing =
    .title = The reason is missing
    .remedy = Say why the document is returned.
error-acknowledgement-reason_too_long =
    .title = The reason is too long
    .remedy = Keep it within 1,000 characters.
error-acknowledgement-contradiction =
    .title = It contradicts an earlier report
    .remedy = The state stays; both reports are kept. Tell the sender if one was a mistake.
error-delivery-contradiction =
    .title = The delivery was cancelled or had expired before
    .remedy = The word is kept; the state stays.
error-declaration-period =
    .title = The period is wrong
    .remedy = Write a month as yyyy-mm, not after this one.

error-document-id_reused =
    .title = The document id was used for other content
    .remedy = Check number and notation; to change a sent document, send an update or a replacement.

error-document-not_found =
    .title = No such document
    .remedy = Check the id; only its sender and receivers can see a document.

error-document-attempt_not_allowed =
    .title = The document may not be sent again yet
    .remedy = Send again only when every receiver has returned it, or its delivery was cancelled, expired or failed.

error-document-receivers_refused =
    .title = Some receivers are unknown or closed
    .remedy = Correct the codes that are named, sign and send again.

error-document-receiver_twice =
    .title = One agency is a receiver twice
    .remedy = Keep one code for each receiving agency, sign and send again.

error-idempotency-key_reused =
    .title = The Idempotency-Key was used for another request
    .remedy = Use a new key for each new request.

error-agency-exists =
    .title = The code is taken
    .remedy = Choose another code, or update the agency that has it.

error-agency-alias_cycle =
    .title = The alias would lead to itself
    .remedy = Choose another successor.

error-delivery-not_found =
    .title = No such delivery
    .remedy = Check the delivery id in the inbox.

error-content-no_origin =
    .title = The hub has no address of its own for files
    .remedy = Download the original package to see the files; the operator sets console.content_url.

error-content-link_over =
    .title = The link to the file is over or was used
    .remedy = Open the file again from the document's page: a link works once, for a minute.

error-content-no_such_attachment =
    .title = The package has no such file
    .remedy = Open the document's page again and choose a file of the list.

error-register-number_taken =
    .title = Another document has this number in the book
    .remedy = Choose another number, or take the next one that is proposed.

error-register-number_form =
    .title = The register number has not the right form
    .remedy = Enter a whole number from 1 to 9,999,999.

error-register-changed =
    .title = Somebody else has just changed this document's number
    .remedy = Open the page again to see the present number, then correct it if needed.

error-delivery-digest_mismatch =
    .title = The received bytes are not the hub's
    .remedy = Download again, check the SHA-256, then confirm.

error-declaration-not_standing =
    .title = The declaration to be replaced is not the standing one
    .remedy = Read the month's newest declaration and replace that one.

## evidence

error-log-no_such_tile =
    .title = There is no such tile
    .remedy = Read the checkpoint first: it tells the log’s size.
error-log-no_checkpoint =
    .title = The log has no checkpoint of that epoch
    .remedy = Try again after the first event.
error-evidence-no_receipt =
    .title = The receipt cannot be read
    .remedy = The event is recorded; read the receipt again later.
error-agency-organ_id_form =
    .title = The agency identifier has no valid form
    .remedy = Write it as QCVN 102:2016 (13 characters, 000.00.01.H53) or QĐ 20/2020 (H37.DN.001) asks.



error-directory-file =
    .title = The directory's table cannot be read
    .remedy = Save it as CSV (UTF-8) or XLSX, at most 16 MiB, without a password.
error-directory-header =
    .title = A column's name is wrong
    .remedy = The first row names the columns as `admin directory export` writes them; organ_id must be there, each once.
error-directory-value =
    .title = What stands in the cell cannot be read
    .remedy = Write a day as 2025-07-01, yes or no, a level from 1 to 9, addresses parted by semicolons; a name is not empty, and a code with a successor has its last day.
error-directory-twice =
    .title = The code stands in the table twice
    .remedy = Keep one row for each code.
error-agency-suspended =
    .title = The agency is suspended
    .remedy = For now it neither sends nor is sent documents through the hub; ask the operator, and send again once it works again.
error-agency-parent_unknown =
    .title = The parent is not in the directory
    .remedy = Add the parent first, or correct its code.
error-agency-parent_cycle =
    .title = The agency would be its own parent
    .remedy = Choose a parent that does not stand below the agency.
error-agency-level =
    .title = The level does not fit the tree
    .remedy = Give a level from 1 (province) to 9 that is below the parent's and above every child's.
error-agency-group_unknown =
    .title = There is no such group of receivers
    .remedy = Look the name up in the list of groups.
error-agency-group_name =
    .title = The group cannot be named or filled so
    .remedy = Use lower-case letters, digits and hyphens, at most 64; a group has at least one agency.
error-agency-substitute =
    .title = This substitute cannot be set
    .remedy = Choose another agency that works now, and an end after the beginning.
error-agency-successor_circle =
    .title = The directory forwards in a circle
    .remedy = Tell the operator to mend the chain of successors of this identifier.

error-acknowledgement-unknown_code =
    .title = The status code is unknown
    .remedy = Use one of 01, 02, 03, 04, 05, 06, 13, 15, 16.





rate-exchange = Exchanged
    .definition = documents sent through the hub, of those and the documents that the agency declared as issued on paper only
    .short = Exchange

rate-signed = Signed
    .definition = documents with a digital signature that the hub verified, of the documents sent through the hub
    .short = Signed

rate-sent-in-time = Sent in time
    .definition = documents sent by noon of the next working day after signing (the timestamp's time, else the day of promulgation; urgent ones at once), of the documents of which that moment is known; without a day of signing, or a working calendar of that year, a document is in neither number
    .short = Sent in time

rate-received = Received
    .definition = copies that the receiver fetched, of the copies sent
    .short = Received

rate-acknowledged = Acknowledged
    .definition = copies with status 03 or later, of the copies sent; 01 is automatic and does not count
    .short = Accepted

rate-accepted-in-time = Accepted same day
    .definition = copies with status 03 or later on the day of arrival (after work: the next working day; urgent ones at once), of the copies sent of which that day is known; a copy that came while there was no working calendar of its year is in neither number
    .short = Same day

rate-returned = Returned
    .definition = copies that were returned (02), of the copies sent
    .short = Returned

rate-completed = Completed
    .definition = copies whose handling is complete (06), of the copies sent
    .short = Completed

## evidence

error-evidence-none_inside =
    .title = No receipt can be taken out of this file
    .remedy = Give the receipt as .json or .tlog-proof, or the very .pdf or .asice that the hub gave. Of a PDF that other software saved anew, save the attached receipt.json first.
error-evidence-receipt_form =
    .title = The receipt has no valid form
    .remedy = Use the receipt file as it came from the hub, not saved again by an editor.

error-evidence-duplicate_key =
    .title = A member stands twice
    .remedy = The file was changed or is not the hub's; get the receipt from the hub again.

error-evidence-leaf_form =
    .title = The evidence has no valid form
    .remedy = Try a newer version of this program; if it still fails, get the receipt again.

error-evidence-leaf_not_canonical =
    .title = The evidence is not in canonical form
    .remedy = The file was changed or is not the hub's; get the receipt from the hub again.

error-evidence-leaf_too_large =
    .title = The evidence is longer than 4 KiB
    .remedy = The file is not the hub's; get the receipt from the hub again.

error-evidence-checkpoint_form =
    .title = The checkpoint has no valid form
    .remedy = Get the receipt or the checkpoint from the hub again.

error-evidence-checkpoint_signature =
    .title = The checkpoint's signature is wrong
    .remedy = Do not trust this receipt; tell the auditor and keep the file.

error-evidence-checkpoint_unsigned =
    .title = The checkpoint is not signed by the given key
    .remedy = Check the log's public key; if it is right, do not trust this receipt.

error-evidence-no_key =
    .title = No public key of the log was given
    .remedy = Give the log's key, from a source you trust and not from the receipt.

error-evidence-origin =
    .title = The evidence and the checkpoint are of different logs
    .remedy = Do not trust this receipt; get it from the hub again.

error-evidence-index =
    .title = The index lies outside the log
    .remedy = Do not trust this receipt; get it from the hub again.

error-evidence-proof_length =
    .title = The proof has the wrong number of hashes
    .remedy = Do not trust this receipt; get it from the hub again.

error-evidence-proof =
    .title = The proof does not lead to the log's root
    .remedy = The evidence or the log was changed; keep the file and tell the auditor.

error-evidence-inconsistent =
    .title = The newer log does not continue the older
    .remedy = The log may have been rewritten; keep both checkpoints and tell the auditor.

error-evidence-opening =
    .title = An opening does not fit the evidence
    .remedy = The receipt is about another document or was changed; get it from the hub again.

error-evidence-package =
    .title = The receipt is not about this package
    .remedy = Choose the package that belongs to the receipt.

error-evidence-log_order =
    .title = The log is out of order or evidence is missing
    .remedy = Keep the copy of the log and tell the auditor.

error-package-court_receipt =
    .title = This is a receipt as evidence, not a document of the exchange
    .remedy = The signature was checked; check receipt.json inside it with lienthong audit receipt or on the proof page.

error-seal-none =
    .title = The hub has no seal
    .remedy = Get the receipt as PDF or JSON; for the sealed ASiC-E the operator has to set [seal] in the configuration.

error-seal-unusable =
    .title = The hub's seal cannot be used
    .remedy = The operator has to check key and certificate in [seal]: readable, belonging together, the key without a passphrase.

error-evidence-vkey =
    .title = The log's public key has no valid form
    .remedy = Copy the whole key, name+id+key, as the hub publishes it.

error-evidence-key_file =
    .title = The log's key file cannot be used
    .remedy = The operator has to check the Ed25519 key file and its mode 0600.

## store, payload

error-system-revoked =
    .title = The token is revoked or has ended
    .remedy = Ask the administrator for a new token.

error-system-unknown =
    .title = No such system
    .remedy = Check the system's id.

error-payload-object_stale =
    .title = The uploaded package is too old
    .remedy = Send the package again.

error-payload-unreadable =
    .title = The stored package cannot be read
    .remedy = Tell the operator to check the object store.

error-payload-too_large =
    .title = The package is larger than allowed
    .remedy = Make the attachments smaller, sign and send again.

error-payload-range_outside =
    .title = The range lies outside the package
    .remedy = Download from the start.

error-sign-pkcs12 =
    .title = The PKCS #12 file does not open
    .remedy = Type the password again; if that does not help, export the .p12 (.pfx) file anew, with key and certificate.
error-agent-no_terminal =
    .title = The signing program needs a terminal
    .remedy = Run lienthong agent in a terminal window, not through a pipe or as a service.
error-agent-no_key =
    .title = No key is named
    .remedy = For a key in a file add --p12 and its name; for one on a device, --module and the path of the device's library. See lienthong agent --help.
error-agent-hub_url =
    .title = The address of the hub cannot be used
    .remedy = Give an address like https://host, without a path after it.
error-agent-cannot_listen =
    .title = The port on this machine cannot be opened
    .remedy = Perhaps the signing program runs in another window already; close that one, or choose another port with --port.
error-agent-host =
    .title = The request went to the wrong address
    .remedy = The page must call 127.0.0.1 and the port of the signing program itself, by no other name.
error-agent-origin =
    .title = This page may not use the signing program
    .remedy = Only the page of a paired hub may call it; open the hub at its own address and pair.
error-agent-not_paired =
    .title = This browser is not paired with the signing program
    .remedy = Pair again: open the signing page and type the code that the window of the signing program shows.
error-agent-pairing_code =
    .title = The pairing code is wrong
    .remedy = Type the code that the window of the signing program shows.
error-agent-pairing_over =
    .title = The pairing code has ended, or was mistyped too often
    .remedy = Begin pairing again on the page to get a new code.
error-agent-pairings_file =
    .title = The file of pairings cannot be read or written
    .remedy = Check that the folder of the signing program belongs to this account, and that there is room on the disk.
error-agent-not_there =
    .title = There is no pairing with this address
    .remedy = See the list with lienthong agent pairings.
error-agent-busy =
    .title = Another document waits to be signed
    .remedy = Sign or refuse what the window of the signing program shows, then try again.
error-agent-request_id =
    .title = The id of the request is none
    .remedy = The page has to send a random id of 16 to 64 letters, digits and hyphens with each request to sign.
error-agent-replayed =
    .title = This request came before
    .remedy = Prepare the document again on the page, then sign.
error-agent-signing_time =
    .title = The time of signing is far from this machine's clock
    .remedy = Set the clock of this machine, then prepare the document again.
error-agent-document =
    .title = What came to be signed is no document
    .remedy = Tell the operator of the hub; do not sign.
error-agent-refused =
    .title = The signer refused
    .remedy = Look at the document again; if it is right, ask to sign once more.
error-agent-no_answer =
    .title = Nobody answered in the window of the signing program
    .remedy = Ask to sign again, then answer in the window of the signing program.
error-agent-key_file =
    .title = The key file cannot be opened
    .remedy = Check the name and path after --p12, and whether this account may read that file.
error-agent-password_wrong =
    .title = The password of the key file is wrong
    .remedy = Check Caps Lock and the keyboard, then try again. If it stays so, the file may be damaged: ask whoever issued it.
error-agent-pin_wrong =
    .title = The PIN or password is wrong
    .remedy = Check the PIN before another try; the device locks after several wrong ones.
error-agent-pin_locked =
    .title = The device is locked after wrong PINs
    .remedy = Ask whoever issued the device to unlock it.
error-agent-module =
    .title = The device's library cannot be opened
    .remedy = Check the path given by --module, and install the software that came with the device.
error-agent-token_absent =
    .title = The signing device is not there
    .remedy = Plug the device in, then ask to sign again.
error-agent-token_key =
    .title = The device holds no key with a certificate that can be used
    .remedy = Choose the device with --token and the key with --key-id; the certificate must be on the device, or be given by --cert.
error-agent-token_failed =
    .title = The signing device could not sign
    .remedy = Pull it out, plug it in and ask to sign again; if that repeats, ask whoever issued the device.
error-signing-unknown =
    .title = No document waits for a signature under this id
    .remedy = Only the person or system that prepared it can complete it; prepare the document again and sign.
error-signing-expired =
    .title = The time for the signature is over
    .remedy = Prepare the document again and sign; nothing was sent.
error-signing-tries_spent =
    .title = Too many signatures came that do not fit
    .remedy = Check that certificate and signing key belong together, then prepare the document again.
error-signing-completed =
    .title = This document was sent already, with another signature
    .remedy = There is nothing to sign again: look for it among the documents that were sent.
error-signing-other_agency =
    .title = The issuing agency is not the sender's own
    .remedy = Name your own agency as the sender; a document of another agency has to come as a package that it has signed.
error-signing-too_many =
    .title = Too many documents wait for a signature
    .remedy = Sign those that wait, or let them end, then prepare further ones.
error-draft-unknown =
    .title = There is no such draft
    .remedy = A draft is kept for 90 days after its last change, and only its author sees it. Your drafts are listed under Compose.
error-draft-stale =
    .title = The draft was saved in another window
    .remedy = Keep what is shown here, open what was saved, or save what is shown as a draft of its own. Nothing is lost.
error-draft-changed =
    .title = The draft was changed after it was given to be signed
    .remedy = Nothing was sent: that signature is over what it said before. Open the draft again, look at what it says now, and sign that.
error-draft-sending =
    .title = The draft is being sent
    .remedy = Wait a moment and open it again: if it was sent, the page leads to the document; if not, go on writing.
error-draft-sent =
    .title = This draft has been sent
    .remedy = Open the document under Outgoing. To send another one, compose a new draft.
error-draft-too_many =
    .title = Too many drafts or files are held
    .remedy = Send or discard older drafts, remove files that are not needed, then try again.
error-draft-content_fixed =
    .title = This draft is what was sent
    .remedy = Only its receivers can be chosen. To change the text or the files, open the sent document and write a newer version.
error-draft-file_empty =
    .title = The file is empty
    .remedy = There is nothing in this file. Look at it, and choose another.
error-draft-too_large =
    .title = The files are too large for one package
    .remedy = Remove a file, or compress a large one; the box Files shows how much is left.
error-draft-number_form =
    .title = Number or notation holds a mark that breaks the document’s code
    .remedy = A number holds no slash and no comma, a notation no comma. For 12/2026 write 12 into Number, and what follows the slash at the beginning of Notation.
error-draft-number_unusual =
    .title = Number or notation of an unusual form
    .remedy = A number is figures only as a rule, a notation has no blanks. Look again; if it is meant so it can be sent.
error-upload-too_much =
    .title = Too many packages wait to be sent
    .remedy = Send or discard some that wait, then upload again.
error-upload-unknown =
    .title = No such package waits to be sent
    .remedy = A package waits for 24 hours. Upload it again.
error-upload-busy =
    .title = This package is being uploaded in another window
    .remedy = Wait until that window is done, or close it and continue here.
error-upload-elsewhere =
    .title = The piece does not begin where the bytes end
    .remedy = Open this page again and continue; what arrived is not lost.
error-upload-unfinished =
    .title = The package has not arrived in full
    .remedy = Continue with the rest, then check and send.

error-store-binding_unknown =
    .title = No such certificate binding
    .remedy = Check the list of bindings.

error-store-id_taken =
    .title = The internal id is taken
    .remedy = Try again with a new one.

error-store-lease_lost =
    .title = The work was taken over by another process
    .remedy = Nothing needs to be done.

error-store-unavailable =
    .title = The database is not available now
    .remedy = Send again in a few minutes; the same package never makes a second copy.

error-store-outcome_unknown =
    .title = It is not known whether this was stored
    .remedy = Send the same again: if it was stored, the first receipt comes back.

error-store-disk_full =
    .title = The hub's disk is full
    .remedy = Tell the operator; send again later.

error-store-failed =
    .title = The database failed
    .remedy = Send again later; if it fails again, tell the operator the request id.

## webhook

error-webhook-url =
    .title = The webhook's URL cannot be used
    .remedy = Write a whole https URL, without a password.
error-webhook-host =
    .title = The webhook's host is not allowed
    .remedy = Ask the hub's operator to add the host to [webhooks] hosts.
error-webhook-too_many =
    .title = The agency has as many webhooks as it may
    .remedy = Delete one that is no longer used, then try again.
error-webhook-not_found =
    .title = The agency has no such webhook
    .remedy = List them with GET /api/v1/webhooks.
error-webhook-given_up =
    .title = The webhook never answered and was given up
    .remedy = Mend the software that receives, then set the webhook again with PUT /api/v1/webhooks.

## mail, delivery

error-notice-told_today =
    .title = The receiver was reminded within the last 24 hours
    .remedy = An office is reminded of a document once a day. If it is urgent, telephone.
error-notice-no_mail =
    .title = Nobody could be reminded by mail
    .remedy = The receiver has no mail address in the directory, or is not waiting any more. If it is urgent, telephone.
error-mail-refused =
    .title = The mail server refused the mail
    .remedy = See the server’s words; correct the office’s address and send it again.
error-mail-address =
    .title = The office’s mail address is wrong
    .remedy = Correct the address in the directory and send it again.
error-mail-given_up =
    .title = The mail was given up
    .remedy = Check the mail relay and send it again.
error-mail-no_letter =
    .title = The mail could not be written
    .remedy = See the reason; the office or the delivery may be gone.
mail-arrived-subject = New document { $code } from { $from }
mail-returned-subject = { $by } returned document { $code }
mail-changed-recall = { $from } recalled document { $code }
    .remedy = By law, cancel this document and confirm that it is cancelled (code 15).
mail-changed-take_back = { $from } asks document { $code } back
    .remedy = Answer that you agree (15), or decline with a reason (16).
mail-changed-update = { $from } updated document { $code }
    .remedy = See the new version, then agree (15) or decline with a reason (16).
mail-changed-replace = { $from } replaced document { $code }
    .remedy = This document is no longer in force; use the one in its place.
mail-changed-withdrawn = { $from } withdrew document { $code }
    .remedy = This document is no longer in force; destroy the copy that was downloaded. No answer is needed.
mail-digest = { $count ->
    [one] 1 new document
   *[other] { $count } new documents
    } in your inbox
    .remedy = Please fetch and acknowledge each on the day it arrives (Decree 30/2020/NĐ-CP, Article 21).
mail-digest-lying = { $count ->
    [one] One document that came before has
   *[other] { $count } documents that came before have
    } not been fetched yet.
mail-digest-many = More than { $count } new documents in your inbox
    .remedy = Only the { $count } that came first stand here; see your inbox for the others. Please fetch and acknowledge each on the day it arrives (Decree 30/2020/NĐ-CP, Article 21).
mail-address-failing = An address of { $agency } takes no mail
    .remedy = The mail server refused the address { $address } (identifier { $code }). Documents still lie in the agency's inbox, but nobody is told of them at this address. Please contact the agency and correct the address in the directory. The hub tells this once, and takes the mark off when the address accepts mail again.
mail-expiring = The seal of { $agency } ends { $days ->
    [one] in 1 day
   *[other] in { $days } days
    }
    .remedy = The certificate of the seal (identifier { $code }) ends on { $ends }. Order a new one and give it to the hub's operator to be bound before that day; the two may be used side by side meanwhile.
mail-answered-agreed = { $by } agreed to the request about document { $code }
    .remedy = Nothing more is to be done.
mail-answered-declined = { $by } declined the request about document { $code }
    .remedy = The document stands as before at this receiver.
mail-answered-confirmed = { $by } has cancelled the recalled document { $code }
    .remedy = Nothing more is to be done.
mail-answered-protested = { $by } protests against the recall of document { $code }
    .remedy = The recall stands; talk to the receiver.
mail-nudged = { $from } asks: document { $code } has not been accepted
    .remedy = The sender is waiting; fetch and accept it, or return it with a reason.
mail-reminder-before = Document { $code } from { $from } is soon due
    .remedy = It lies in your inbox; fetch it and accept it today.
mail-reminder-overdue = Document { $code } from { $from } is overdue
    .remedy = It has not been fetched; accept it now. Once it is fetched, reminders stop.
mail-reminder-escalation = { $by } has not fetched document { $code } from { $from }
    .remedy = An agency below yours is late to accept it; please see to it.
mail-reminder-warning = Document { $code } from { $from } will expire
    .remedy = Fetch it; when its time is over the hub records that it could not be handed over.
mail-reminder-warning-sender = { $by } has not fetched document { $code }
    .remedy = It will expire; get in touch with the receiver.
mail-reminder-expiry = Document { $code } from { $from } has expired
    .remedy = It was not fetched in time; if you need it, ask the sender to send it a second time.
mail-reminder-expiry-sender = { $by } did not fetch document { $code }; it has expired
    .remedy = The hub has recorded that it could not be handed over. Talk to the receiver, then send it a second time.
mail-webhook-off = The software at { $host } takes no notices; the hub has stopped sending them
    .remedy = Mend it, then switch the webhook on again with PUT /api/v1/webhooks; no notice is lost.
mail-webhook-off-operator = The software of { $agency } at { $host } takes no notices
    .remedy = The hub has stopped sending them and has told the agency, which mends its software and switches the webhook on again; no notice is lost.
mail-stuck = The hub could not reach the office of { $agency } ({ $code })
    .remedy = { $count } notices have not got there. The documents lie in the receiver's inbox all the same; get in touch with each other, or with the hub's operator.
mail-invited = { $name } is invited to the exchange hub: { $place }
    .remedy = Open the link, choose a password and sign in. The link works once, until { $until }. Give this mail to nobody; if you do not know why you got it, ignore it.
mail-reset = A new password for { $name }
    .remedy = Open the link and choose a new password. The link works once, until { $until }. The old password works until then; if you did not ask for this, ignore the mail and tell your administrator.
mail-reason-elsewhere = see your office software
mail-refused-subject = The hub refused a package: { $title }
mail-due-today = today
mail-due-ahead = { $days ->
    [one] in 1 day
   *[other] in { $days } days
    }
mail-due-past = { $days ->
    [one] 1 day late
   *[other] { $days } days late
    }

## config, cli

error-cli-usage =
    .title = The command was not used as it is meant
    .remedy = See `lienthong help` with the command's name, and check each argument.
error-cli-unreadable =
    .title = A file cannot be read
    .remedy = Check the path and the permission to read it, then run the command again.
error-cli-unwritable =
    .title = A file cannot be written
    .remedy = Check the folder, the permission to write and the free disk, then run the command again.
error-cli-hub_unreachable =
    .title = The hub cannot be reached
    .remedy = Check the address --hub, the network and --ca; send again later, nothing is taken twice.
error-cli-unexpected_answer =
    .title = What answers is no hub
    .remedy = Check the address --hub: another server or a proxy may be answering.
error-cli-download_digest =
    .title = The downloaded file has another digest
    .remedy = Run the command again to fetch it from the beginning; if it stays so, tell the hub's operator.
error-cli-other_agency =
    .title = The token is another agency's
    .remedy = Use the --token-file of the right agency, or correct --agency.

## report

report-heading = Exchange rates, from { $from } to { $to }
report-by-agency = Agency
report-by-month = Month
report-by-quarter = Quarter
report-key = Code
report-name = Name
report-numerator = numerator
report-denominator = denominator
report-total = Total
report-about = All agencies, beside the same period of the year before
report-about-agency = Agency { $agency }, beside the same period of the year before
report-sheet = Rates
report-sheet-meaning = Definitions
report-printed = Printed at { $time } on { $date }
report-printed-by = Printed by { $who } at { $time } on { $date }
chart-month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
    }
chart-month-year = { $month }/{ $year }
chart-axis = The axis starts at { $from }
chart-words = In the period: { $first } to { $last }; the year before: { $first_before } to { $last_before }.
report-none = none yet
report-change = Below each rate stands the change in percentage points to the same period of the year before, where that had anything to count.
report-before = year before (%)
report-points = change (points)
report-log = Log
report-log-epoch = Log: epoch
report-log-size = Log: leaves
report-log-root = Log: root
report-note = Note
report-log-time = Log: newest leaf
report-title = Report
report-of = Scope
report-from = From month
report-to = To month
report-agency-code = Agency code
report-agency-name = Agency name
report-incoming = { $rate }, of what was sent to it
report-sheet-months = By month
report-legend = Solid line with dots: this year; dashed line with squares: the year before
report-stand = The figures stand on this checkpoint of the transparency log: epoch { $epoch }, { $size } leaves, root { $root }, newest leaf at { $time } on { $date }.
report-empty = Nothing to count in this period.

error-config-cannot_listen =
    .title = The port cannot be opened
    .remedy = Choose another port, or end the program that holds it.

error-config-unreadable =
    .title = The configuration file cannot be read
    .remedy = Check the path after -c and that the hub's user may read it.
error-config-syntax =
    .title = The configuration file is malformed
    .remedy = Correct it at the line and column named; lienthong.toml.example shows every setting.
error-config-unknown_key =
    .title = The configuration file has an unknown key
    .remedy = Remove or rename the key at the line named; the message lists those that exist.
error-config-invalid_value =
    .title = A setting has a value that cannot work
    .remedy = Set it as docs/operating/configure.md describes.
error-config-missing_value =
    .title = A setting is missing
    .remedy = Add the setting named, or remove the one that needs it.
error-config-ops_exposed =
    .title = The ops port is open to the network without a token
    .remedy = Set ops.listen to 127.0.0.1, or name an ops.token_file.
error-config-secret_inline =
    .title = A password stands in the configuration file
    .remedy = Move it to a file of its own and name that with the *_file setting; change the password that was exposed.
error-config-secret_unreadable =
    .title = A secret's file cannot be read
    .remedy = Check the path of the *_file setting named and that the hub's user may read it.
error-config-secret_empty =
    .title = A secret's file is empty
    .remedy = Write the secret into the first line of the file named.
error-config-mail_password_exposed =
    .title = The mail password could be read on the way
    .remedy = Set mail.starttls = "required", or remove mail.user and mail.password_file.

error-hub-read_only =
    .title = The hub is under maintenance and can only be read
    .remedy = Nothing was changed. Try again later; the reason stands at the top of each page.
error-hub-reason_missing =
    .title = A reason is missing
    .remedy = Write why; the log keeps it with the act.
error-hub-secret_shown =
    .title = This secret is shown once
    .remedy = It was made and is good, but it cannot be seen again. If you did not copy it, revoke it and make a new one.
error-hub-upload_gone =
    .title = The uploaded file is no longer held
    .remedy = A file that waits for confirmation is held for some minutes only. Upload it again; nothing was changed.
error-hub-dead_letter_gone =
    .title = This failed delivery is no longer there
    .remedy = Somebody may have retried or closed it. Look at the list again.
error-hub-internal =
    .title = The hub failed
    .remedy = Try again later; if it fails again, tell the operator the request id.

## The signing program

agent-ready =
    The signing program waits at 127.0.0.1:{ $port }. Close it with Ctrl-C.
    Certificate: { $subject }, valid until { $until }.
agent-code =
    { $origin } wants to pair. Type this code only into the hub's page that you have open.
    Code: { $code }
agent-code-refused = A wrong pairing code came from { $origin }.
agent-paired = Paired with { $origin }.
agent-until = { $subject }, valid until { $until }
agent-document-id = Document id
agent-place = Place of issue
agent-competence = Signs for
agent-position = Position
agent-to-place = To (as written)
agent-sphere = Circulation
agent-typer = Typed by
agent-copies = Copies
agent-pages = Pages
agent-direction = Steering document
agent-appendix = Appendix
agent-response-of = Answers agency
agent-response-date = {""}  of
agent-response-id = {""}  document id
agent-business = Business code
agent-document-changed = About document
agent-reason = Reason
agent-from-page = Asked by
agent-certificate = Signs with
agent-signing-time = Signing time
agent-receivers = Receivers ({ $count }):
agent-files = Files ({ $count }):
agent-recall = RECALLS
agent-update = UPDATES
agent-replace = REPLACES
agent-unknown-business = UNKNOWN ACT
agent-response-for = Answers
agent-due = Answer due
agent-priority = Urgency
agent-priority-word = { $word } (as the number { $number } is usually read)
agent-signer = Signed by
agent-content = Content
agent-receiver-type = Kind of change of receiver (usually: 0 added, 1 removed)
agent-content-changed = Content changed (1: yes)
agent-receivers-changed = Receivers changed (1: yes)
agent-receiver-changed = Receiver changed
agent-agency = Agency
agent-number = Number
agent-date = Issued
agent-type = Kind
agent-subject = Subject
agent-counts = Receivers: { $receivers }, files: { $files } (in full above).
agent-ask-word = Type  sign  and Enter to sign; anything else refuses:{" "}
agent-ask-password = Password of the key file (not shown):{" "}
agent-ask-pin = PIN of the signing device (not shown):{" "}
agent-ask-keypad = Type the PIN on the keypad of the signing device itself.
agent-few-tries = Warning: a wrong PIN was typed before; few tries are left.
agent-final-try = Warning: ONLY ONE TRY is left; a wrong PIN locks the device.
agent-signed = Signed; the page has the signature.
agent-not-signed = Not signed: { $why }.
agent-not-signed-found = Not signed: { $why } ({ $detail }).
agent-stopped = The signing program is closed.
agent-no-pairings = No hub is paired.
agent-revoked = { $count } pairings are gone.

## cli

cli-where = where
cli-expected = expected
cli-found = found
cli-detail = detail
cli-line = line
cli-column = column
cli-request = Request
cli-file = File
cli-container = Container
cli-judged-for = Judged for
cli-indication = ETSI indication
cli-why = Why
cli-remarks = Remarks
cli-valid = valid
cli-invalid = invalid
cli-open = undecided
cli-signature = Signature { $number }
cli-entry = Entry
cli-signer = Signer
cli-issuer = Issuer
cli-signer-subject = Full name
cli-issuer-subject = Full name
cli-serial = Serial number
cli-agency = Agency
cli-level = Level
cli-algorithm = Algorithm
cli-claimed-time = Claimed time
cli-revocation = Revocation
cli-revocation-not-evaluated = not evaluated
cli-revocation-not-checked = not asked, by setting
cli-revocation-not-published = the issuer publishes none
cli-revocation-unknown = no answer yet
cli-timestamp = Timestamp
cli-revocation-good = not revoked
cli-revocation-on-hold = on hold
cli-revocation-revoked = revoked
cli-covers = Covers
cli-step-container = Container
cli-step-format = Form of the signature
cli-step-integrity = Integrity
cli-step-certificate-path = Certificate path
cli-step-revocation = Certificate not revoked
cli-step-time = Validity in time
cli-step-policy = Policy
cli-step-passed = passed
cli-step-failed = failed
cli-step-open = undecided
cli-step-none = not evaluated
cli-verify-valid = Valid.
cli-verify-valid-untimed =
    { $files ->
        [one] Valid: signed by { $agency }; its one file unchanged since.
       *[other] Valid: signed by { $agency }; all { $files } files unchanged since.
    }
cli-verify-integrity = Content unchanged since it was signed; who signed was not asked.
cli-verify-revocation = Undecided: content intact, but the certificate's status could not be checked.
cli-signed = Signed
cli-outcome-accepted = The hub has taken it
cli-outcome-already-accepted = The hub had it already; here is the original receipt
cli-outcome-recorded = Recorded
cli-outcome-already-recorded = Recorded before
cli-preflight-passes = It would pass: nothing refuses it now
cli-preflight-refused = It would be refused
cli-change-withdrawn = withdrawn, the receiver had not fetched it
cli-change-asked = asked, the receiver must answer (15 or 16)
cli-change-bound = no longer in force at the receiver
cli-change-nothing = nothing was left to do
cli-protest = Kept as a protest; the recall stands
cli-question = Request
notice-arrived = a document arrived
notice-returned = a document came back
notice-refused = a package was refused
notice-changed = recalled or asked back
notice-answered = a receiver answered
notice-reminder = reminders to accept
notice-escalation = an agency below is late
notice-expiry = a document expires
notice-digest = one mail for all
cli-on = sent
cli-off = not sent
cli-letters = Count
cli-contradiction = It contradicts an earlier report; both are kept, the state stays
cli-state = State
cli-delivery = Delivery
cli-number = Number
cli-subject = Subject
cli-document = Document
cli-receipt = Receipt
cli-package = Package
cli-from = From
cli-to = To
cli-came = Arrived
cli-due = Due
cli-received = Received
cli-attempt = Attempt
cli-inbox-empty = Nothing new.
cli-declared = Documents issued on paper only are declared
cli-count = Documents
cli-declaration = Declaration
cli-consistent = Consistent: the log of { $new } leaves holds the { $old } leaves of the older checkpoint unchanged, and only grew
cli-audit-proven = Proven: the log states this, signed by a key that is trusted.
cli-audit-disproven = Disproven: this receipt cannot be relied on.
cli-audit-no-key = Undecided: the receipt holds together, but there is no key to believe it by.
cli-log = Log
cli-tree = Leaves signed
cli-signed-by = Signed by
cli-witness = Witness
cli-no-witness = no witness; a fork of the log shows when two parties compare checkpoints
cli-package-not-given = none was given to compare
cli-package-matches = the receipt is about it
cli-package-differs = the receipt is about another
cli-event = Event
cli-logged = Logged
cli-code = Code
cli-leaf = Leaf
cli-done = Done
cli-none = None.
cli-parent = Parent
cli-mail = Mail
cli-mail-failing = takes no mail:
cli-aliases = Older codes
cli-closed = Closed from
cli-suspended = Suspended from
cli-agency-level = Level
cli-successor = Successor
cli-name-since = Name since
cli-substitute = Substitute
cli-merge-bindings = Bindings that end with it
cli-merge-systems = Systems whose tokens still count
cli-merge-undelivered = Deliveries that nobody fetched
cli-merge-children = Agencies still below it
cli-import-place = row { $row }, column { $column }
cli-import-rows = Rows
cli-import-added = New codes
cli-import-changed = Changed codes
cli-import-same = Codes as they were
cli-members = Members
cli-nothing-written = Nothing was written.
cli-binding = Binding
cli-subject-rule = Subject
cli-validity = Validity
cli-author = By
cli-reason = Reason
cli-person-mailed = The link is on its way by mail
cli-person-link = Mail is off; hand this link to its owner, it works once:
cli-person-mail = E-mail
cli-person-roles = Roles
cli-person-totp = Second factor
cli-person-totp-on = set up
cli-person-totp-off = none
cli-person-id = Person id
cli-system = System
cli-token = Token
cli-token-once = Shown this once; keep it in a private file, the hub has no copy.
cli-issued = Issued
cli-expires = Expires
cli-revoked = Revoked
cli-words = Relay's words
cli-attempts = Attempts
cli-since = Since
cli-retried = Waiting again
cli-calendar = Working calendar
cli-calendar-hub = the hub’s
cli-calendar-shipped = as shipped
cli-calendar-version = Version
cli-calendar-hours = Hours
cli-calendar-week = Week
cli-calendar-reading = Reading of the law
cli-calendar-source = Source
cli-calendar-years = Years with a table
cli-calendar-same = The file changes nothing.
cli-calendar-settings = Settings change
cli-calendar-dry = Not imported: this is what would change.
cli-dev-pki = For development and tests; worth nothing anywhere else.

doctor-config = Configuration
    .remedy = Correct the file after lienthong.toml.example.
doctor-key = Log key
    .remedy = Put the key file in its place with mode 0600 (chmod 600); at its first start the hub makes one.
doctor-secrets = Secret files
    .remedy = Make the file, one line, mode 0600 (chmod 600).
doctor-seal = The hub's seal
    .remedy = Renew the seal's certificate ([seal]) and restart the hub; receipts as PDF need no seal.
doctor-anchors = Trust anchors
    .remedy = Put CA certificates that have not ended into trust.seals; without them every signed package is refused.
doctor-tls = TLS certificate
    .remedy = Renew the server's certificate, then restart the hub.
doctor-store = Database
    .remedy = Check store.url and the password; at its first start the hub makes the tables.
doctor-clock = Difference of the hub's and the database's clock
    .remedy = Repair time synchronisation on both machines (QĐ 28/2018/QĐ-TTg Điều 14).
doctor-disk = Disk
    .remedy = Make room for the folder store.objects; below the floor the hub takes no packages.
doctor-guard = Restore guard
    .remedy = See docs/operating/recover.md; do not delete the file to make the hub start.
doctor-dead-letters = Dead letters
    .remedy = See `lienthong admin dead-letters list`, mend the cause, then retry.
doctor-addresses = Addresses that take no mail
    .remedy = See `lienthong admin agency list`, contact the agency and correct its address in the directory.
doctor-calendar = Working calendar
    .remedy = Import the table of the year that is absent, or the new one after the announcement: `lienthong admin calendar import`; see docs/operating/calendar.md.
doctor-mail = Mail relay
    .remedy = Check [mail] host, port, starttls, user, ca_file and the network to the relay.

event-SubmissionAcceptance = The hub took the document
event-SubmissionRejection = The hub refused the package
event-RelayAcceptance = Another hub took it
event-RelayRejection = Another hub refused it
event-RelayFailure = Another hub could not be reached
event-ConsignmentNotification = The receiver's office was told by mail
event-ConsignmentNotificationFailure = The receiver's office could not be told
event-ContentConsignment = In the receiver's inbox
event-ContentConsignmentFailure = Could not be placed in the inbox
event-ContentHandover = Fetched by the receiver
event-ContentHandoverFailure = Not fetched in time
event-DeliveryCancelled = Cancelled
event-StatusArrived = Arrived (01)
event-StatusReturned = Returned (02)
event-StatusAccepted = Accepted (03)
event-StatusAssigned = Assigned (04)
event-StatusInProgress = In work (05)
event-StatusCompleted = Completed (06)
event-TakeBackRequested = Take-back asked (13)
event-RequestAgreed = Agreed (15)
event-RequestDeclined = Declined (16)
event-UpdateRequested = Updated, consent asked
event-DocumentReplaced = Replaced
event-DocumentRecalled = Recalled
event-RequestLapsed = The request lapsed
event-VerdictRevised = The verdict was revised
event-ContentDeleted = The content was deleted
event-RejectionsCounted = Refusals counted
event-PaperDeclared = Paper documents declared
event-DirectoryChanged = The directory changed
event-CalendarChanged = The calendar changed
event-BindingChanged = A binding changed
event-KeyIntroduced = A new key
event-KeyRetired = A key retired
event-EpochOpened = An epoch of the log opened
event-CheckpointAnchored = A checkpoint was timestamped
event-OperatorAct = An operator's act

## state

state-delivery-queued = Queued
    .hint = Safe in the hub
state-delivery-sending = Sending
    .hint = Being pushed
state-delivery-delivered = Not fetched
    .hint = In the receiver's inbox
    .receiver = New
state-delivery-fetched = Fetched
    .hint = Intact, says the receiver
state-delivery-failed = Failed
    .hint = Retries ended; see cause
state-delivery-cancelled = Cancelled
    .hint = Recalled before it was fetched
state-delivery-expired = Expired
    .hint = Never fetched
state-acknowledgement-none = No answer
    .hint = Nothing reported
state-acknowledgement-01 = Arrived
    .hint = Clerk has not acted
state-acknowledgement-02 = Returned
    .hint = Refused, with a reason
state-acknowledgement-03 = Accepted
    .hint = Registered
state-acknowledgement-04 = Assigned
    .hint = Assigned by the head
state-acknowledgement-05 = In work
    .hint = Being handled
state-acknowledgement-06 = Completed
    .hint = Handling complete
state-acknowledgement-contradiction = Contradiction
    .hint = Both kept
state-standing-updated = Updated
    .hint = The receiver agreed to the new version
state-standing-replaced = Replaced
    .hint = See the new one
state-standing-taken_back = Taken back
    .hint = The receiver agreed
state-standing-recalled = Recalled
    .hint = Must cancel and confirm
state-standing-recalled-confirmed = Cancelled
    .hint = The receiver confirms that it cancelled the recalled document
state-question-take_back = Take-back asked
    .hint = Receiver must answer
state-question-update = Needs consent
    .hint = Update awaits consent
state-acknowledgement-declined = Declined
    .hint = Earlier state stands
urgency-immediate = Immediate
urgency-very-urgent = Very urgent
urgency-urgent = Urgent
urgency-normal = Normal

## calendar

error-calendar-sheet =
    .title = The calendar’s file has faults
    .remedy = Correct the lines that are named, run `lienthong admin calendar check` again, then import.
error-calendar-no_table =
    .title = The calendar has no table of that year
    .remedy = See the years there are with `lienthong admin calendar show`, or import the table of that year.
error-calendar-moved =
    .title = The calendar was changed by somebody else meanwhile
    .remedy = Look at the present calendar, then import again.
calendar-problem-syntax = the file is malformed
calendar-problem-too-large = the file is too large
calendar-problem-empty = the file holds neither a table of days nor a setting
calendar-problem-unknown-key = this key means nothing
calendar-problem-missing = this is missing
calendar-problem-year = a year from 2000 to 2199 is expected
calendar-problem-date = no date (write 2026-02-16)
calendar-problem-other-year = a day of another year than the table’s
calendar-problem-twice = this day stood there before
calendar-problem-kind = off, full, morning or afternoon is expected
calendar-problem-basis = law, announced, computed or uncertain is expected
calendar-problem-name = a name or source that is empty, too long, or cannot be shown
calendar-problem-worked-anyway = a day to be made up that the week has as worked
calendar-problem-span = times are written like 07:30-11:30
calendar-problem-hours = the hours overlap, or end before they begin
calendar-problem-week = no morning of the week is worked
calendar-problem-choice = none of the words that this setting takes
calendar-kind-off = off
calendar-kind-full = worked
calendar-kind-morning = morning only
calendar-kind-afternoon = afternoon only
calendar-basis-law = by law
calendar-basis-announced = announced
calendar-basis-computed = computed, awaits announcement
calendar-basis-uncertain = not verified
calendar-problem-minutes = minutes from 1 to 1440 are expected

## deadline

deadline-hours-left = { $hours } h { $minutes } min left
deadline-minutes-left = { $minutes } min left
deadline-today = by { $time } today
deadline-tomorrow = by { $time } tomorrow
deadline-weekday = by { $time } { $weekday }
deadline-working-days-left =
    { $days ->
        [one] { $days } working day left
       *[other] { $days } working days left
    }
deadline-date = due { $date }
deadline-minutes-late =
    { $minutes ->
        [one] { $minutes } minute late
       *[other] { $minutes } minutes late
    }
deadline-hours-late = { $hours } h { $minutes } min late
deadline-whole-hours-late = { $hours } h late
deadline-working-days-overdue =
    { $days ->
        [one] { $days } working day overdue
       *[other] { $days } working days overdue
    }
deadline-nothing-left = nothing left to do
deadline-none = no deadline
deadline-in-time = in time
deadline-late = late: { $late }
deadline-unsure = not certain: the calendar has days not held against an announcement
deadline-unknown-year = not certain: there is no calendar of that year
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

## verdict

verdict-valid =
    { $files ->
        [one] Valid: signed by { $agency } at { $time } on { $date }; its one file unchanged since.
       *[other] Valid: signed by { $agency } at { $time } on { $date }; all { $files } files unchanged since.
    }
    .claimed = time as claimed by the signer
    .proven = time by the timestamp
verdict-pdf-signed = signed as a whole
verdict-pdf-open = signed, not concluded
verdict-pdf-unsigned = not signed
verdict-pdf-changed = changed after signing
verdict-pdf-broken = a signature in it does not hold
verdict-pdf-not-evaluated = its signatures cannot be evaluated
verdict-pdf-page = page { $page }
verdict-steps = What was checked
verdict-invalid-changed = Invalid: { $file } was changed after signing.
verdict-invalid-agency = Invalid: the signature is not { $agency }'s.
verdict-invalid-revoked = Invalid: the certificate was revoked on { $date }, before signing.
verdict-invalid-other = Invalid: { $reason }.
verdict-invalid-advice = Do not use it; return it.
verdict-indeterminate = Undecided: { $reason }.
verdict-indeterminate-revocation = Undecided: content intact, but the certificate's status could not be checked yet. It is retried.
verdict-none = Not signed: for reference only.

## demo

demo-years = The two years before: { $count } documents really signed, { $copies } copies fetched, answered and expired as days go
demo-morning = The last days and this morning: { $count } documents, { $copies } copies
demo-directory = Directory: { $count } agencies
demo-asice = Document { $number } of { $from }, an ASiC-E with 2 PDFs, to { $count }
demo-bare = Document { $number } of { $from }, one edXML file, to { $count }
demo-tampered = A package changed on its way: one byte of the letter is another, the archive still opens
demo-groups = Groups of receivers, and a letter box that is gone
demo-morning-gone = Document { $number } of { $from } to an agency whose letter box is gone
demo-morning-refused = The relay refuses { $address }: it is on the list of mails that were given up
demo-resend = The first package sent again
demo-recall = Document { $number } of { $from } goes to { $count }, then is recalled
demo-recalled = Recalled, reason: { $reason }
demo-no-content = { $agency } is no longer given the content
demo-update = Document { $number } of { $from } updates one that was sent, goes to { $count }
demo-reminder = Document { $number } of { $from } goes to { $count }, nobody fetches it
demo-before = The hub's clock goes to { $time }: { $count } receivers are reminded, it is soon due
demo-overdue = The hub's clock goes to { $time }: only the { $count } that have not fetched are reminded
demo-merger = { $old } is merged into { $new }
demo-merger-before = Before: document { $number } of { $from } goes to { $count }, it lies in the inbox of the old code
demo-merger-after = After: document { $number } of { $from } goes to the old code still, { $count } receiver
demo-merger-plan = Looked at first: { $count } not fetched yet, they go over to the successor
demo-merger-named = It says that it was sent to the old code { $code }
demo-paper = { $agency } declares { $count } documents issued on paper only, month { $month }
demo-mails = Mails: { $count } have come to the offices
demo-receipts = Receipts: { $count }, judged without asking the hub
demo-rates = Exchange rates, month { $month }
demo-proof = Both years, from { $from } to { $month }
demo-people = The console: { $address }; who may sign in
demo-receipt-there = There is a receipt
demo-hub-verdict = The hub's verdict: valid, signed by { $agency }
demo-deliveries = One copy in each receiver's inbox
demo-digest = Downloaded, the digest matches
demo-own-verdict = The receiver verifies it itself: valid
demo-fetched = Says that it has it
demo-status-file = { $state }, by a signed edXML status file
demo-sender-sees = The sender sees
demo-history = A history of { $count } events, each with its receipt
demo-place = Where: { $place }
demo-same-receipt = The original receipt, byte for byte ({ $bytes } bytes)
demo-no-second = No second delivery
demo-mail-ids = Each mail has a Message-ID of its own
demo-proven = Every receipt is proven by the log's key
demo-not-proven = A receipt proves nothing for another package
demo-log = The whole log read again: { $count } entries, exactly the signed tree
demo-recounted = Recounted from the log, equal to the hub's
demo-all-held = ✓ Everything held: { $count } checks, { $seconds } seconds.
demo-some-failed = ✗ { $count } checks did not hold, after { $seconds } seconds.
demo-look = Where to look
demo-look-console = Console
demo-look-docs = API description
demo-look-ops = Metrics
demo-look-mails = Mails that came
demo-look-book = For programs
demo-try = To try
demo-stop = Ctrl-C stops it.
