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
