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
    .title = An extra field is broken
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
    .title = Two names differ only in case or in how accents are written
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

error-signature-algorithm_not_yet =
    .title = This version cannot check the signature algorithm yet
    .remedy = For now sign with RSA PKCS #1 v1.5 or ECDSA P-256, P-384.

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

error-revocation-not_published =
    .title = The certificate publishes no revocation source
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

## evidence

## store, payload

## mail, delivery

## config, cli

error-hub-internal =
    .title = The hub failed
    .remedy = Try again later; if it fails again, tell the operator the request id.
