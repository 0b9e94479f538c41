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

error-sign-document =
    .title = This document cannot be signed
    .remedy = See the detail; it must be valid edXML without a signature.

error-sign-io =
    .title = Reading or writing failed while signing
    .remedy = Check path, permissions and disk space, then sign again.

error-signature-key_mismatch =
    .title = Key and signature algorithm are of different kinds
    .remedy = Check the signing software: SignatureMethod must fit the certificate's key.

error-signature-value_length =
    .title = The signature value has the wrong length
    .remedy = Check the signing software; an ECDSA value is r‖s, not DER.

error-signature-value_wrong =
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
