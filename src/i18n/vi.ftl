# Lienthong — chuỗi tiếng Việt. Mỗi khóa có ở cả hai ngôn ngữ; một phép thử so hai danh sách.

## request

## auth

## xml

error-xml-not_utf8 =
    .title = Tệp không phải UTF-8
    .remedy = Lưu tệp XML bằng mã UTF-8, ký lại rồi gửi lại.
error-xml-encoding =
    .title = Khai báo XML nêu bảng mã khác UTF-8
    .remedy = Ghi encoding="UTF-8" và lưu tệp bằng UTF-8, rồi ký lại.
error-xml-version =
    .title = Phiên bản XML không phải 1.0
    .remedy = Tạo lại tệp theo XML 1.0, rồi ký lại.
error-xml-dtd =
    .title = Tệp XML có DTD (DOCTYPE)
    .remedy = Bỏ khai báo DOCTYPE, rồi ký lại.
error-xml-comment =
    .title = Tệp XML có chú thích
    .remedy = Bỏ mọi chú thích <!-- … -->, rồi ký lại.
error-xml-processing_instruction =
    .title = Tệp XML có chỉ thị xử lý
    .remedy = Bỏ mọi chỉ thị <?… ?> (trừ dòng khai báo XML đầu tệp), rồi ký lại.
error-xml-leading =
    .title = Có nội dung đứng trước phần tử gốc
    .remedy = Bỏ mọi ký tự đứng trước khai báo XML và phần tử gốc, rồi ký lại.
error-xml-trailing =
    .title = Có nội dung đứng sau phần tử gốc
    .remedy = Bỏ mọi ký tự đứng sau thẻ đóng cuối cùng, rồi ký lại.
error-xml-empty =
    .title = Tệp XML không có phần tử gốc
    .remedy = Kiểm tra tệp có bị rỗng không, rồi tạo lại.
error-xml-truncated =
    .title = Tệp XML bị cụt
    .remedy = Kiểm tra việc truyền tệp, rồi gửi lại tệp đầy đủ.
error-xml-character =
    .title = Tệp XML có ký tự không được phép
    .remedy = Bỏ ký tự điều khiển ở vị trí đã nêu, rồi ký lại.
error-xml-name =
    .title = Tên phần tử hoặc thuộc tính không hợp lệ
    .remedy = Sửa tên ở vị trí đã nêu, rồi ký lại.
error-xml-tag_mismatch =
    .title = Thẻ đóng không khớp thẻ mở
    .remedy = Sửa thẻ ở vị trí đã nêu, rồi ký lại.
error-xml-not_well_formed =
    .title = Tệp XML sai cú pháp
    .remedy = Sửa lỗi ở vị trí đã nêu, rồi ký lại.
error-xml-entity =
    .title = Tệp XML dùng thực thể không được phép
    .remedy = Chỉ dùng amp, lt, gt, apos, quot hoặc mã ký tự; ký lại sau khi sửa.
error-xml-reference =
    .title = Tham chiếu ký tự sai cú pháp
    .remedy = Viết dấu & là &amp; hoặc sửa tham chiếu ở vị trí đã nêu, rồi ký lại.
error-xml-unbound_prefix =
    .title = Tiền tố không gian tên chưa được khai báo
    .remedy = Khai báo xmlns cho tiền tố đã nêu, rồi ký lại.
error-xml-namespace =
    .title = Khai báo không gian tên không hợp lệ
    .remedy = Sửa khai báo xmlns ở vị trí đã nêu (URI tuyệt đối, không rỗng), rồi ký lại.
error-xml-duplicate_attribute =
    .title = Thuộc tính xuất hiện hai lần
    .remedy = Bỏ một trong hai thuộc tính trùng nhau, rồi ký lại.
error-xml-depth =
    .title = Các phần tử lồng nhau quá sâu
    .remedy = Giảm số mức lồng xuống dưới mức tối đa, rồi ký lại.
error-xml-attribute_count =
    .title = Một phần tử có quá nhiều thuộc tính
    .remedy = Giảm số thuộc tính của phần tử đã nêu, rồi ký lại.
error-xml-namespace_count =
    .title = Có quá nhiều khai báo không gian tên
    .remedy = Khai báo mỗi không gian tên một lần ở phần tử gốc, rồi ký lại.
error-xml-tag_size =
    .title = Một thẻ XML quá dài
    .remedy = Chuyển nội dung dài từ thuộc tính vào phần văn bản của phần tử, rồi ký lại.
error-xml-subtree_size =
    .title = Một phần tử lớn quá giới hạn
    .remedy = Giảm kích thước phần tử đã nêu (chữ ký, tệp kê), rồi ký lại.

## package

error-package-empty =
    .title = Tệp rỗng
    .remedy = Xuất lại gói tin từ phần mềm rồi gửi lại.
error-package-unknown_format =
    .title = Tệp không phải gói ASiC-E, cũng không phải edXML
    .remedy = Gửi gói .asice hoặc tệp .edxml do phần mềm văn bản tạo ra.
error-package-not_zip =
    .title = Tệp không phải là gói ZIP
    .remedy = Xuất lại gói ASiC-E; không đổi tên từ định dạng khác.
error-package-too_big =
    .title = Gói tin vượt dung lượng cho phép
    .remedy = Giảm dung lượng tệp đính kèm hoặc chia thành nhiều văn bản.
error-package-truncated =
    .title = Gói tin bị cắt cụt
    .remedy = Tải hoặc xuất lại gói tin cho trọn vẹn rồi gửi lại.
error-package-prefix_bytes =
    .title = Có dữ liệu thừa ở đầu gói
    .remedy = Tạo lại gói; tệp phải bắt đầu bằng mục thứ nhất.
error-package-suffix_bytes =
    .title = Có dữ liệu thừa ở cuối gói
    .remedy = Tạo lại gói; không được có gì sau bản ghi kết thúc.
error-package-several_ends =
    .title = Gói có nhiều bản ghi kết thúc
    .remedy = Tạo lại gói bằng phần mềm chuẩn.
error-package-comment =
    .title = Chú thích trong gói không hợp lệ
    .remedy = Bỏ chú thích của gói và của từng mục.
error-package-multi_disk =
    .title = Gói ZIP bị chia thành nhiều phần
    .remedy = Gửi gói thành một tệp duy nhất.
error-package-zip64 =
    .title = Phần ZIP64 của gói không nhất quán
    .remedy = Tạo lại gói; ZIP64 chỉ dùng khi thật cần.
error-package-no_entries =
    .title = Gói không có mục nào
    .remedy = Xuất lại gói có văn bản và chữ ký.
error-package-too_many_entries =
    .title = Gói có quá nhiều mục
    .remedy = Gộp bớt tệp đính kèm.
error-package-entry_count =
    .title = Số mục khai báo khác số mục thực có
    .remedy = Tạo lại gói bằng phần mềm chuẩn.
error-package-central_directory =
    .title = Danh mục của gói bị hỏng
    .remedy = Tạo lại gói rồi gửi lại.
error-package-central_directory_too_big =
    .title = Danh mục của gói quá lớn
    .remedy = Bỏ các trường mở rộng và chú thích trong gói.
error-package-local_header =
    .title = Không thấy đầu mục tại vị trí khai báo
    .remedy = Tạo lại gói rồi gửi lại.
error-package-local_header_mismatch =
    .title = Đầu mục và danh mục của gói mâu thuẫn nhau
    .remedy = Tạo lại gói; có thể gói đã bị sửa.
error-package-overlap =
    .title = Các mục trong gói chồng lên nhau
    .remedy = Tạo lại gói; có thể gói đã bị sửa.
error-package-gap =
    .title = Có dữ liệu ẩn giữa các mục
    .remedy = Tạo lại gói; có thể gói đã bị sửa.
error-package-descriptor =
    .title = Bộ mô tả dữ liệu của mục không khớp
    .remedy = Tạo lại gói rồi gửi lại.
error-package-encrypted =
    .title = Gói có mục bị mã hóa
    .remedy = Tạo gói không đặt mật khẩu.
error-package-flags =
    .title = Mục dùng cờ ZIP không được phép
    .remedy = Tạo lại gói bằng phần mềm chuẩn.
error-package-method =
    .title = Mục dùng cách nén không được phép
    .remedy = Chỉ dùng cách nén "store" hoặc "deflate".
error-package-symlink =
    .title = Gói có liên kết tượng trưng
    .remedy = Thay liên kết bằng chính tệp đó.
error-package-file_type =
    .title = Loại tệp của mục không hợp lệ
    .remedy = Chỉ đưa tệp thường vào gói.
error-package-extra_field =
    .title = Trường mở rộng của mục bị hỏng
    .remedy = Tạo lại gói bằng phần mềm chuẩn.
error-package-unicode_path =
    .title = Mục có tên thứ hai trong trường mở rộng
    .remedy = Đặt tên tệp bằng UTF-8 và bỏ trường 0x7075.
error-package-crc =
    .title = Nội dung mục không khớp mã kiểm tra CRC
    .remedy = Gói bị hỏng khi truyền hoặc bị sửa; xuất và gửi lại.
error-package-size =
    .title = Nội dung mục không đúng kích thước khai báo
    .remedy = Gói bị hỏng hoặc bị sửa; xuất và gửi lại.
error-package-deflate =
    .title = Dữ liệu nén của mục bị hỏng
    .remedy = Gói bị hỏng khi truyền; xuất và gửi lại.
error-package-deflate_end =
    .title = Dữ liệu nén không kết thúc đúng chỗ
    .remedy = Tạo lại gói; có thể có dữ liệu ẩn.
error-package-ratio =
    .title = Mục có tỷ lệ nén bất thường
    .remedy = Gửi tệp đính kèm không nén quá mức.
error-package-inflated_too_big =
    .title = Tổng dung lượng sau giải nén vượt giới hạn
    .remedy = Giảm dung lượng tệp đính kèm hoặc chia thành nhiều văn bản.
error-package-name_empty =
    .title = Có mục không có tên
    .remedy = Đặt tên cho mọi tệp trong gói.
error-package-name_too_long =
    .title = Tên tệp quá dài
    .remedy = Rút ngắn tên tệp, tối đa 255 byte.
error-package-name_absolute =
    .title = Tên tệp bắt đầu bằng dấu "/"
    .remedy = Dùng tên tương đối trong gói.
error-package-name_component =
    .title = Tên tệp có thành phần rỗng, "." hoặc ".."
    .remedy = Bỏ các thành phần đó khỏi tên tệp.
error-package-name_colon =
    .title = Tên tệp có ổ đĩa hoặc dấu ":"
    .remedy = Bỏ dấu ":" khỏi tên tệp.
error-package-name_backslash =
    .title = Tên tệp có dấu "\"
    .remedy = Dùng dấu "/" để ngăn thư mục.
error-package-name_control =
    .title = Tên tệp có ký tự điều khiển
    .remedy = Đặt lại tên tệp bằng chữ, số thông thường.
error-package-name_invisible =
    .title = Tên tệp có ký tự ẩn hoặc ký tự đảo chiều chữ
    .remedy = Gõ lại tên tệp bằng chữ, số thông thường.
error-package-name_trailing =
    .title = Tên tệp hoặc thư mục kết thúc bằng dấu chấm hoặc dấu cách
    .remedy = Bỏ dấu chấm, dấu cách ở cuối tên.
error-package-name_encoding =
    .title = Tên tệp không ở mã UTF-8
    .remedy = Dùng phần mềm ghi tên tệp bằng UTF-8 (cờ bit 11).
error-package-name_reserved =
    .title = Tên tệp trùng tên dành riêng của gói
    .remedy = Đổi tên tệp đính kèm.
error-package-duplicate_name =
    .title = Gói có hai mục trùng tên
    .remedy = Đặt tên khác nhau cho các tệp.
error-package-name_collision =
    .title = Hai tên tệp chỉ khác nhau ở chữ hoa, chữ thường hoặc cách gõ dấu
    .remedy = Đặt tên khác nhau rõ ràng cho các tệp.
error-package-directory_entry =
    .title = Gói có mục thư mục
    .remedy = Tạo gói chỉ có mục tệp, không có mục thư mục.
error-package-directory_content =
    .title = Mục thư mục lại có nội dung
    .remedy = Tạo lại gói; có thể gói đã bị sửa.
error-package-no_mimetype =
    .title = Gói thiếu mục mimetype
    .remedy = Xuất lại gói theo chuẩn ASiC-E.
error-package-mimetype_content =
    .title = Mục mimetype ghi định dạng khác ASiC-E
    .remedy = Xuất lại gói theo chuẩn ASiC-E.
error-package-mimetype_place =
    .title = Mục mimetype không đứng đầu gói
    .remedy = Đặt mimetype làm mục đầu tiên.
error-package-mimetype_deflated =
    .title = Mục mimetype bị nén
    .remedy = Lưu mimetype ở dạng không nén.
error-package-no_manifest =
    .title = Gói thiếu META-INF/manifest.xml
    .remedy = Xuất lại gói có tệp manifest.
error-package-manifest =
    .title = META-INF/manifest.xml không đúng định dạng
    .remedy = Xuất lại gói theo chuẩn ASiC-E.
error-package-manifest_extra =
    .title = Manifest liệt kê tệp không có trong gói
    .remedy = Xuất lại gói để manifest khớp với các tệp.
error-package-manifest_lacks =
    .title = Manifest thiếu một tệp của gói
    .remedy = Xuất lại gói để manifest khớp với các tệp.
error-package-manifest_duplicate =
    .title = Manifest liệt kê một tệp hai lần
    .remedy = Xuất lại gói để manifest khớp với các tệp.
error-package-not_evaluated =
    .title = META-INF có mục không được đánh giá
    .remedy = Chỉ để manifest.xml và tệp chữ ký XAdES trong META-INF.
error-package-io =
    .title = Không đọc hoặc ghi được tệp gói tin
    .remedy = Thử lại sau; nếu còn lỗi, báo cho người vận hành.

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
