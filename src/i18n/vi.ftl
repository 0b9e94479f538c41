# Lienthong — chuỗi tiếng Việt. Mỗi khóa có ở cả hai ngôn ngữ; một phép thử so hai danh sách.

## request

error-request-no_such_path =
    .title = Không có địa chỉ này
    .remedy = Kiểm tra đường dẫn; xem danh sách lời gọi ở /api/docs.
error-request-method =
    .title = Phương thức không dùng được ở địa chỉ này
    .remedy = Xem phương thức đúng ở /api/docs.
error-request-malformed =
    .title = Yêu cầu sai dạng
    .remedy = Sửa yêu cầu theo phần chi tiết rồi gửi lại.
error-request-json =
    .title = Thân yêu cầu không phải JSON đúng dạng
    .remedy = Sửa JSON theo phần chi tiết; tên trường ở /api/docs.
error-request-content_type =
    .title = Sai Content-Type
    .remedy = Gửi với Content-Type: application/json.
error-request-too_large =
    .title = Thân yêu cầu quá lớn
    .remedy = Lời gọi này chỉ nhận JSON ngắn; gói tin gửi qua POST /api/v1/packages.
error-request-query =
    .title = Tham số truy vấn sai
    .remedy = Sửa tham số theo phần chi tiết; tham số hợp lệ ở /api/docs.
error-request-cursor =
    .title = Vị trí trang không đọc được
    .remedy = Dùng đúng giá trị next của trang trước, hoặc bỏ after để đọc từ đầu.
error-request-empty =
    .title = Thân yêu cầu rỗng
    .remedy = Gửi gói tin trong thân yêu cầu.
error-request-incomplete =
    .title = Tải lên bị đứt giữa chừng
    .remedy = Gửi lại gói tin từ đầu; trục chưa giữ gì.
error-request-timeout =
    .title = Tải lên quá lâu
    .remedy = Kiểm tra đường truyền rồi gửi lại từ đầu.
error-request-digest =
    .title = Nội dung nhận được khác Content-Digest
    .remedy = Tính lại SHA-256 của tệp rồi gửi lại.
error-request-too_many_uploads =
    .title = Hệ thống này đang tải lên quá nhiều gói cùng lúc
    .remedy = Chờ gói đang gửi xong rồi gửi tiếp.
error-request-too_many_waits =
    .title = Hệ thống này đang chờ trong quá nhiều yêu cầu
    .remedy = Giữ tối đa bốn yêu cầu chờ cùng lúc.
error-request-idempotency_key =
    .title = Idempotency-Key sai dạng
    .remedy = Dùng 1 đến 255 ký tự ASCII nhìn thấy được.
error-request-timestamp =
    .title = Thời gian sai dạng
    .remedy = Ghi theo ISO 8601 có múi giờ, ví dụ 2026-11-24T09:30:00+07:00.

## auth

error-auth-missing =
    .title = Chưa có mã truy cập
    .remedy = Gửi kèm Authorization: Bearer và mã truy cập của hệ thống.
error-auth-malformed =
    .title = Mã truy cập sai dạng
    .remedy = Viết đúng: Authorization: Bearer lt_…
error-auth-unknown =
    .title = Mã truy cập không đúng
    .remedy = Kiểm tra mã; nếu đã mất, xin người vận hành cấp mã mới.
error-auth-revoked =
    .title = Mã truy cập đã bị thu hồi
    .remedy = Xin người vận hành cấp mã mới.
error-auth-expired =
    .title = Mã truy cập đã hết hạn
    .remedy = Xin người vận hành cấp mã mới.
error-auth-foreign_page =
    .title = Biểu mẫu này không còn dùng được
    .remedy = Mở lại trang rồi làm lại; chưa có gì thay đổi.
error-auth-forbidden =
    .title = Mã truy cập này không có quyền
    .remedy = Dùng mã của hệ thống thuộc cơ quan, hoặc của kiểm toán viên, tùy lời gọi.

## people
error-sign_in-wrong =
    .title = Thư điện tử hoặc mật khẩu không đúng
    .remedy = Kiểm tra phím Caps Lock và bộ gõ tiếng Việt, rồi thử lại.
error-sign_in-code_wrong =
    .title = Mã không đúng
    .remedy = Nhập mã 6 số đang hiện trong ứng dụng xác thực; mỗi mã chỉ dùng được một lần. Kiểm tra giờ của điện thoại, hoặc dùng một mã dự phòng.
error-sign_in-wait =
    .title = Phải chờ rồi mới thử lại được
    .remedy = Đã có nhiều lần nhập sai. Chờ hết thời gian ghi trên trang rồi thử lại.
error-sign_in-ended =
    .title = Lần đăng nhập này đã quá giờ
    .remedy = Đăng nhập lại từ đầu.
error-sign_in-not_known =
    .title = Tài khoản của tỉnh này chưa được mời vào trục
    .remedy = Xin quản trị đơn vị mời vào trục bằng đúng địa chỉ thư của tài khoản, rồi đăng nhập lại.
error-sign_in-provider =
    .title = Hệ thống tài khoản của tỉnh chưa xác nhận được
    .remedy = Thử lại; nếu vẫn không được, đăng nhập bằng thư điện tử và mật khẩu.
error-sign_in-no_role =
    .title = Tài khoản chưa được giao vai trò nào
    .remedy = Xin quản trị đơn vị hoặc người vận hành giao vai trò.
error-session-ended =
    .title = Phiên đã hết hạn
    .remedy = Đăng nhập lại.
error-session-unknown =
    .title = Không có phiên này
    .remedy = Tải lại danh sách phiên: có thể phiên đã kết thúc.
error-session-seat =
    .title = Không có vai trò ở nơi này
    .remedy = Chọn một nơi có trong danh sách, hoặc xin được giao vai trò.
error-invitation-unknown =
    .title = Liên kết không đúng
    .remedy = Mở lại liên kết trong thư, chép đủ từ đầu đến cuối; nếu vẫn không được, xin gửi lời mời mới.
error-invitation-used =
    .title = Liên kết đã được dùng
    .remedy = Đăng nhập bằng mật khẩu đã đặt; nếu không phải do mình dùng, báo ngay cho quản trị đơn vị.
error-invitation-ended =
    .title = Liên kết đã hết hạn
    .remedy = Xin quản trị đơn vị gửi liên kết mới.
error-person-unknown =
    .title = Không có người này
    .remedy = Kiểm tra trong danh sách người dùng.
error-person-elsewhere =
    .title = Người này còn làm việc ở nơi khác
    .remedy = Đơn vị chỉ thu hồi được vai trò tại đơn vị mình; việc khác xin người vận hành trục làm.
error-person-self =
    .title = Không tự làm việc này với tài khoản của mình được
    .remedy = Nhờ một quản trị khác làm.
error-person-mail =
    .title = Thư điện tử sai dạng
    .remedy = Nhập một địa chỉ dạng ten@coquan.gov.vn.
error-person-name =
    .title = Thiếu họ tên, hoặc họ tên quá dài
    .remedy = Nhập họ tên, nhiều nhất 120 ký tự.
error-person-role =
    .title = Vai trò không đúng chỗ
    .remedy = Tại cơ quan: văn thư, người xem, quản trị đơn vị. Tại trục: kiểm tra, vận hành.
error-password-short =
    .title = Mật khẩu quá ngắn
    .remedy = Dùng ít nhất 12 ký tự; một câu dễ nhớ là tốt nhất, không cần ký tự đặc biệt.
error-password-long =
    .title = Mật khẩu quá dài
    .remedy = Dùng nhiều nhất 256 ký tự.
error-password-guessable =
    .title = Mật khẩu dễ đoán
    .remedy = Không dùng họ tên, địa chỉ thư của mình hay một đoạn ngắn lặp lại.
error-password-differs =
    .title = Hai lần nhập mật khẩu không giống nhau
    .remedy = Nhập lại cả hai ô; để ý phím Caps Lock và bộ gõ tiếng Việt.
error-password-wrong =
    .title = Mật khẩu hiện tại không đúng
    .remedy = Nhập lại mật khẩu đang dùng để đăng nhập.
error-totp-code_wrong =
    .title = Mã xác thực không đúng
    .remedy = Nhập 6 số đang hiện trong ứng dụng; nếu vẫn sai, kiểm tra giờ của điện thoại.
error-totp-not_offered =
    .title = Mã hình này không còn dùng được
    .remedy = Bắt đầu lại việc cài ứng dụng xác thực.
error-totp-required =
    .title = Vai trò này phải có mã xác thực
    .remedy = Không tắt được; có thể cài lại trên điện thoại khác.

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
error-xml-namespace_size =
    .title = Khai báo không gian tên quá dài
    .remedy = Dùng tên không gian tên ngắn (mỗi tên không quá 1 KiB, tổng cộng không quá 16 KiB), rồi ký lại.
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
error-package-version =
    .title = Một mục đòi hỏi phiên bản ZIP mới hơn mức cần thiết
    .remedy = Đóng gói với "version needed" không quá 4.5: chỉ "store" hoặc "deflate", không mã hóa.
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
    .title = Trường mở rộng của mục bị hỏng hoặc không được chấp nhận
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
error-package-name_foreign =
    .title = Tên tệp không dùng được trên mọi hệ thống
    .remedy = Bỏ các ký tự < > | " ? *, dấu ";" kèm chữ số ở cuối tên và tên thiết bị của Windows (CON, NUL, COM1 …).
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
    .title = Hai tên chỉ khác nhau ở chữ hoa, chữ thường, cách gõ dấu, hoặc một tên vừa là tệp vừa là thư mục
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
error-package-mimetype_extra =
    .title = Mục mimetype có trường bổ sung hoặc bản mô tả dữ liệu
    .remedy = Ghi mimetype đầu tiên, không nén, không có trường bổ sung và bản mô tả dữ liệu (EN 319 162-1 A.1).
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

error-edxml-not_edxml =
    .title = Đây không phải tệp edXML
    .remedy = Gửi tệp edXML theo QCVN 102:2016/BTTTT, có edXMLEnvelope, edXMLHeader và MessageHeader.
error-edxml-missing =
    .title = Thiếu trường bắt buộc
    .remedy = Điền trường được nêu rồi gửi lại.
error-edxml-too_long =
    .title = Trường dài quá mức cho phép
    .remedy = Rút ngắn nội dung của trường được nêu.
error-edxml-bad_date =
    .title = Ngày không hợp lệ
    .remedy = Ghi ngày theo dạng yyyy/MM/dd, thời điểm theo dạng yyyy/MM/dd HH:mm:ss.
error-edxml-foreign_date =
    .title = Ngày ghi theo dạng dd/MM/yyyy
    .remedy = Nên cấu hình phần mềm ghi ngày theo dạng yyyy/MM/dd.
error-edxml-future_date =
    .title = Ngày ban hành ở tương lai
    .remedy = Kiểm tra ngày ban hành và đồng hồ của hệ thống gửi.
error-edxml-bad_number =
    .title = Giá trị phải là số nguyên
    .remedy = Ghi trường được nêu bằng các chữ số.
error-edxml-bad_boolean =
    .title = Giá trị phải là có hoặc không
    .remedy = Ghi true hoặc false; với Paper, DocumentInfo, DocumentReceiver ghi 0 hoặc 1.
error-edxml-unknown_value =
    .title = Giá trị không có trong danh mục
    .remedy = Chọn một giá trị trong danh mục được nêu.
error-edxml-surrounding_space =
    .title = Mã có khoảng trắng thừa ở đầu hoặc cuối
    .remedy = Xóa khoảng trắng quanh mã được nêu.
error-edxml-unseen_character =
    .title = Mã có ký tự không nhìn thấy được
    .remedy = Gõ lại mã được nêu bằng chữ, số và dấu thường; không dán ký tự xuống dòng hay ký tự ẩn.
error-edxml-no_receiver =
    .title = Văn bản không có nơi nhận
    .remedy = Thêm ít nhất một cơ quan nhận (To).
error-edxml-duplicate_receiver =
    .title = Một cơ quan nhận được ghi hai lần
    .remedy = Chỉ ghi mỗi cơ quan nhận một lần.
error-edxml-bad_status_code =
    .title = Mã trạng thái không hợp lệ
    .remedy = Dùng một trong các mã 01 đến 06, 13, 15, 16.
error-edxml-ambiguous =
    .title = Một trường được ghi nhiều lần
    .remedy = Chỉ ghi trường được nêu một lần.
error-edxml-unexpected_content =
    .title = Nội dung không đúng chỗ
    .remedy = Bỏ phần nội dung không thuộc trường được nêu.
error-edxml-anonymous_trace =
    .title = Vết chuyển tiếp không ghi mã cơ quan
    .remedy = Nên ghi mã định danh của mỗi hệ thống vào TraceHeader/OrganId.
error-edxml-attachment_mismatch =
    .title = Danh sách tệp đính kèm không khớp với các tệp
    .remedy = Ghi mỗi tệp đúng một lần trong edXMLManifest, cùng ContentId.
error-edxml-duplicate_content_id =
    .title = Hai tệp đính kèm trùng ContentId
    .remedy = Đặt cho mỗi tệp một ContentId riêng.
error-edxml-too_many_attachments =
    .title = Quá nhiều tệp đính kèm
    .remedy = Gửi không quá 1.000 tệp trong một văn bản; gộp hoặc nén các tệp nhỏ.
error-edxml-bad_base64 =
    .title = Tệp đính kèm không phải base64 hợp lệ
    .remedy = Mã hóa lại tệp đính kèm bằng base64 chuẩn rồi gửi lại.
error-edxml-bad_zip =
    .title = Tệp zip đính kèm bị hỏng
    .remedy = Nén lại tệp đính kèm, hoặc gửi tệp không nén.
error-edxml-zip_entries =
    .title = Tệp zip đính kèm không chứa đúng một tệp
    .remedy = Nén đúng một tệp vào mỗi tệp zip, hoặc gửi tệp không nén.
error-edxml-zip_name =
    .title = Tên tệp trong tệp zip không hợp lệ
    .remedy = Đặt tên tệp không có đường dẫn và ký tự đặc biệt rồi nén lại.
error-edxml-zip_method =
    .title = Tệp zip đính kèm có mật khẩu hoặc nén theo cách lạ
    .remedy = Nén lại theo deflate, không đặt mật khẩu.
error-edxml-zip_too_large =
    .title = Tệp trong tệp zip quá lớn
    .remedy = Chia nhỏ tệp hoặc giảm dung lượng rồi gửi lại.
error-edxml-zip_checksum =
    .title = Tệp trong tệp zip sai kích thước hoặc mã kiểm tra
    .remedy = Nén lại tệp đính kèm rồi gửi lại.
error-edxml-unwritable =
    .title = Nội dung có ký tự không được phép trong XML
    .remedy = Xóa ký tự điều khiển trong trường được nêu.

## signature

error-signature-none =
    .title = Không có chữ ký
    .remedy = Ký gói tin bằng con dấu số của cơ quan rồi gửi lại.

error-signature-legacy =
    .title = Chữ ký kiểu cũ, không còn được công nhận
    .remedy = Nâng cấp phần mềm ký: dùng SHA-256 và không gian tên XMLDSig chuẩn, rồi ký lại.

error-signature-position =
    .title = Chữ ký nằm sai vị trí
    .remedy = Đặt Signature là phần tử con cuối cùng của edXMLHeader.

error-signature-several =
    .title = Có nhiều chữ ký trong một tệp
    .remedy = Mỗi tệp chỉ chứa một Signature; nhiều người ký thì dùng nhiều tệp chữ ký.

error-signature-root =
    .title = Tệp chữ ký có phần tử gốc lạ
    .remedy = Phần tử gốc phải là XAdESSignatures hoặc ds:Signature.

error-signature-structure =
    .title = Cấu trúc chữ ký không đúng
    .remedy = Kiểm tra phần mềm ký theo lược đồ XMLDSig và XAdES; xem vị trí được nêu.

error-signature-base64 =
    .title = Dữ liệu base64 trong chữ ký không đúng
    .remedy = Kiểm tra phần mềm ký; base64 phải đủ ký tự đệm.

error-signature-id_duplicate =
    .title = Một Id xuất hiện hai lần
    .remedy = Mỗi Id chỉ được dùng một lần trong tệp; ký lại.

error-signature-canonical_size =
    .title = Dạng chuẩn hóa lớn hơn tệp quá nhiều lần
    .remedy = Khai báo không gian tên bằng tên ngắn, một lần ở phần tử gốc, rồi ký lại.
error-signature-canonicalization =
    .title = Phép chuẩn hóa không được chấp nhận
    .remedy = Dùng chuẩn hóa XML 1.0, 1.1 hoặc exclusive, không kèm chú thích.

error-signature-transform =
    .title = Phép biến đổi không được chấp nhận
    .remedy = Chỉ dùng enveloped-signature (đứng đầu) và một phép chuẩn hóa.

error-signature-reference_count =
    .title = Số lượng tham chiếu không đúng
    .remedy = Kiểm tra phần mềm ký: chỉ tham chiếu văn bản, tệp kèm theo và SignedProperties.

error-signature-reference_uri =
    .title = URI của tham chiếu không được chấp nhận
    .remedy = URI phải là tên tệp tương đối trong gói, hoặc chỉ tới chính chữ ký này.

error-signature-reference_type =
    .title = Type của tham chiếu không được chấp nhận
    .remedy = Chỉ tham chiếu tới SignedProperties mới có Type.

error-signature-document_reference =
    .title = Chữ ký không bao phủ toàn bộ văn bản
    .remedy = Cần đúng một Reference với URI rỗng.

error-signature-properties_reference =
    .title = SignedProperties không được ký đúng cách
    .remedy = Cần đúng một tham chiếu tới SignedProperties của chính chữ ký này.

error-signature-properties_target =
    .title = QualifyingProperties thuộc chữ ký khác
    .remedy = Target phải là "#" và Id của chính Signature.

error-signature-object =
    .title = Object trong chữ ký không được chấp nhận
    .remedy = Chỉ một Object, chỉ chứa QualifyingProperties.

error-signature-manifest =
    .title = ds:Manifest không được chấp nhận
    .remedy = Tham chiếu trực tiếp từng tệp trong SignedInfo.

error-signature-retrieval_method =
    .title = RetrievalMethod không được chấp nhận
    .remedy = Đặt chứng thư số trong X509Data.

error-signature-key_info =
    .title = KeyInfo không có chứng thư số dùng được
    .remedy = Đặt chứng thư của người ký trong X509Data.

error-signature-key_value =
    .title = KeyValue không khớp với chứng thư số
    .remedy = Bỏ KeyValue, hoặc dùng đúng khóa của chứng thư.

error-signature-signer_ambiguous =
    .title = Không xác định được chứng thư của người ký
    .remedy = Thêm SigningCertificateV2, hoặc chỉ gửi một chuỗi chứng thư.

error-signature-signing_certificate =
    .title = Thiếu hoặc thừa SigningCertificate
    .remedy = Cần đúng một SigningCertificate hoặc SigningCertificateV2.

error-signature-signing_certificate_mismatch =
    .title = SigningCertificate không khớp chứng thư nào trong KeyInfo
    .remedy = Kiểm tra phần mềm ký: giá trị băm phải của chứng thư người ký.

error-signature-signing_certificate_weak =
    .title = SigningCertificate dùng thuật toán băm yếu
    .remedy = Dùng SHA-256 trở lên cho SigningCertificate rồi ký lại.

error-signature-issuer_serial =
    .title = IssuerSerial không khớp chứng thư số
    .remedy = Kiểm tra phần mềm ký: bên cấp và số sê-ri phải của chứng thư người ký.

error-signature-digest =
    .title = Nội dung đã bị thay đổi sau khi ký
    .remedy = Đề nghị bên gửi gửi lại bản gốc.

error-signature-uncovered_entry =
    .title = Có tệp trong gói không được ký
    .remedy = Ký lại toàn bộ gói; mọi tệp đều phải được tham chiếu.

error-signature-covered_twice =
    .title = Một tệp được tham chiếu hai lần
    .remedy = Mỗi tệp chỉ được tham chiếu một lần trong một chữ ký.

error-signature-unknown_entry =
    .title = Chữ ký tham chiếu tới tệp không có trong gói
    .remedy = Gửi lại đủ các tệp đã ký.

error-signature-counter_signature =
    .title = Có chữ ký xác nhận kèm theo, không được đánh giá
    .remedy = Không cần làm gì; dùng tệp chữ ký riêng nếu cần giá trị.

error-signature-no_signing_certificate =
    .title = Chữ ký không ghi chứng thư của người ký trong phần được ký
    .remedy = Nên dùng XAdES với SigningCertificateV2.

error-signature-key_value_ignored =
    .title = KeyValue bị bỏ qua
    .remedy = Không cần làm gì; chứng thư số là đủ.

error-signature-unknown_property =
    .title = Có thuộc tính chữ ký không được đánh giá
    .remedy = Không cần làm gì.

error-signature-policy_not_evaluated =
    .title = Chính sách chữ ký được nêu nhưng không được đánh giá
    .remedy = Không cần làm gì.

error-signature-leading_slash =
    .title = URI của tham chiếu bắt đầu bằng "/"
    .remedy = Bỏ dấu "/" ở đầu tên tệp rồi ký lại.

error-signature-trust_not_evaluated =
    .title = Chưa đánh giá độ tin cậy của người ký
    .remedy = Kiểm tra lại với chứng thư gốc (--trust).

error-signature-reporter_mismatch =
    .title = Cơ quan báo trạng thái không phải cơ quan đã đăng nhập
    .remedy = Gửi trạng thái bằng hệ thống của chính cơ quan ghi ở From.

error-package-document_missing =
    .title = Gói không có document.xml
    .remedy = Thêm document.xml (edXML) vào gói.

error-package-document_too_large =
    .title = Phần đầu văn bản quá lớn
    .remedy = Phần đầu edXML tối đa 1 MiB; đưa nội dung lớn vào tệp kèm theo.

error-package-entry_unnamed =
    .title = Có tệp không được nêu trong document.xml
    .remedy = Nêu mỗi tệp kèm theo đúng một lần trong edXMLManifest.

error-package-entry_named_twice =
    .title = Một tệp được nêu hai lần trong document.xml
    .remedy = Nêu mỗi tệp kèm theo đúng một lần trong edXMLManifest.

error-package-entry_missing =
    .title = document.xml nêu tệp không có trong gói
    .remedy = Gửi lại đủ các tệp kèm theo.

error-package-document_signature =
    .title = document.xml có phần tử Signature
    .remedy = Trong gói ASiC-E, chữ ký chỉ nằm ở META-INF.

error-package-attachment_encoded =
    .title = document.xml chứa tệp kèm theo dạng base64
    .remedy = Trong gói ASiC-E, tệp kèm theo là tệp riêng của gói.

error-pdf-malformed =
    .title = Không đọc được cấu trúc tệp PDF
    .remedy = Đề nghị bên gửi xuất lại tệp PDF từ bản gốc, ký lại và gửi lại.

error-pdf-too_complex =
    .title = Tệp PDF quá lớn hoặc quá phức tạp để kiểm tra chữ ký
    .remedy = Mở tệp bằng phần mềm đọc PDF để kiểm tra chữ ký; đề nghị bên gửi giảm dung lượng nếu cần.

error-pdf-encrypted =
    .title = Tệp PDF được đặt mật khẩu
    .remedy = Đề nghị bên gửi gửi lại tệp không đặt mật khẩu.

error-pdf-byte_range =
    .title = Chữ ký trong tệp PDF không bao trùm toàn bộ nội dung
    .remedy = Không sử dụng tệp này; đề nghị bên gửi cung cấp bản gốc.

error-pdf-changed_after =
    .title = Tệp PDF đã bị thay đổi sau khi ký
    .remedy = Không sử dụng tệp này; đề nghị bên gửi cung cấp bản gốc.

error-pdf-locked =
    .title = Tệp PDF đã được khóa, không cho ký thêm, nhưng vẫn bị ký thêm
    .remedy = Không sử dụng tệp này; đề nghị bên gửi ký lại đúng thứ tự, chữ ký khóa tệp ký sau cùng.

error-pdf-signature =
    .title = Chữ ký trong tệp PDF không đúng
    .remedy = Không sử dụng tệp này; đề nghị bên gửi cung cấp bản gốc.

error-pdf-weak =
    .title = Chữ ký trong tệp PDF dùng thuật toán yếu
    .remedy = Đề nghị bên gửi ký lại bằng SHA-256 trở lên.

error-pdf-certificate =
    .title = Không xác định được chứng thư của người ký tệp PDF
    .remedy = Đề nghị bên gửi ký lại, kèm theo chứng thư của người ký.

error-pdf-not_signed =
    .title = Tệp PDF chưa được ký số trọn vẹn
    .remedy = Ký số tệp PDF của người có thẩm quyền và của cơ quan, không sửa sau khi ký, rồi ký lại gói tin.

error-pdf-sub_filter =
    .title = Chữ ký trong tệp PDF thuộc loại chưa được kiểm tra
    .remedy = Mở tệp bằng phần mềm đọc PDF để kiểm tra chữ ký.

error-signature-digest_sha1 =
    .title = Giá trị băm dùng SHA-1
    .remedy = Ký lại với SHA-256, SHA-384 hoặc SHA-512.

error-signature-digest_md5 =
    .title = Giá trị băm dùng MD5
    .remedy = Ký lại với SHA-256, SHA-384 hoặc SHA-512.

error-signature-digest_unknown =
    .title = Thuật toán băm không được chấp nhận
    .remedy = Ký lại với SHA-256, SHA-384 hoặc SHA-512.

error-signature-algorithm_sha1 =
    .title = Chữ ký dựa trên SHA-1
    .remedy = Ký lại bằng RSA hoặc ECDSA với SHA-256 trở lên.

error-signature-algorithm_md5 =
    .title = Chữ ký dựa trên MD5
    .remedy = Ký lại bằng RSA hoặc ECDSA với SHA-256 trở lên.

error-signature-algorithm_hmac =
    .title = HMAC không phải là chữ ký số
    .remedy = Ký bằng khóa bí mật của chứng thư số, không dùng khóa dùng chung.

error-signature-algorithm_dsa =
    .title = Chữ ký DSA không được chấp nhận
    .remedy = Ký lại bằng RSA hoặc ECDSA.

error-signature-algorithm_unknown =
    .title = Thuật toán ký không được chấp nhận
    .remedy = Ký lại bằng RSA hoặc ECDSA với SHA-256 trở lên.

error-sign-key_unreadable =
    .title = Không đọc được khóa bí mật
    .remedy = Dùng tệp PEM (PKCS #8) không có mật khẩu.

error-sign-key_not_of_certificate =
    .title = Khóa không thuộc chứng thư số
    .remedy = Kiểm tra lại --key và --cert.

error-sign-already_signed =
    .title = Văn bản đã có chữ ký
    .remedy = Ký bản gốc chưa có chữ ký.

error-sign-no_header =
    .title = Văn bản không có edXMLHeader
    .remedy = Kiểm tra tệp; cần edXML/edXMLEnvelope/edXMLHeader có nội dung.

error-sign-plain_in_container =
    .title = Gói ASiC-E luôn được ký theo XAdES
    .remedy = Bỏ lựa chọn XMLDSig thuần, hoặc ký thành tệp edXML.

error-sign-plain_stamped =
    .title = XMLDSig thường không có chỗ cho dấu thời gian
    .remedy = Bỏ --plain để ký XAdES, hoặc bỏ --tsa.

error-sign-no_revocation_source =
    .title = Chứng thư không nêu nơi tra cứu tình trạng thu hồi nên không thể ký mức LT
    .remedy = Kèm danh sách hoặc câu trả lời của tổ chức chứng thực bằng --crl hoặc --ocsp, hoặc bỏ --lt: mức T không cần.

error-sign-io =
    .title = Đọc hoặc ghi tệp không thành công khi ký
    .remedy = Kiểm tra đường dẫn, quyền và dung lượng đĩa rồi ký lại.

error-signature-key_mismatch =
    .title = Khóa và thuật toán ký không cùng loại
    .remedy = Kiểm tra phần mềm ký: SignatureMethod phải hợp với khóa trong chứng thư số.

error-signature-value_length =
    .title = Giá trị chữ ký sai độ dài
    .remedy = Kiểm tra phần mềm ký; giá trị ECDSA phải là r‖s, không phải DER.

error-signature-value =
    .title = Chữ ký không khớp
    .remedy = Văn bản hoặc chữ ký đã bị thay đổi sau khi ký; yêu cầu bên gửi gửi lại bản gốc.

## certificate, revocation

error-certificate-malformed =
    .title = Không đọc được chứng thư số
    .remedy = Kiểm tra tệp chứng thư số; chứng thư phải là X.509 dạng DER hoặc PEM.

error-certificate-expired =
    .title = Chứng thư số đã hết hạn
    .remedy = Gia hạn hoặc xin cấp chứng thư số mới rồi ký lại.

error-certificate-not_yet_valid =
    .title = Chứng thư số chưa có hiệu lực
    .remedy = Chờ đến ngày hiệu lực, hoặc kiểm tra đồng hồ của máy ký.

error-certificate-untrusted =
    .title = Chứng thư số không do CA được tin cậy cấp
    .remedy = Gửi kèm chứng thư của CA trung gian, hoặc liên hệ người vận hành để thêm CA gốc.

error-certificate-key_usage =
    .title = Chứng thư số không dùng để ký
    .remedy = Ký bằng chứng thư có digitalSignature hoặc nonRepudiation.

error-certificate-extended_key_usage =
    .title = Chứng thư số chỉ dùng cho mục đích khác
    .remedy = Ký bằng chứng thư của con dấu; chứng thư TLS, OCSP hay dấu thời gian không được dùng để ký văn bản.

error-certificate-is_ca =
    .title = Người ký lại là một CA
    .remedy = Ký bằng chứng thư của cơ quan, không ký bằng chứng thư CA.

error-certificate-weak_key =
    .title = Khóa quá yếu
    .remedy = Xin cấp chứng thư RSA từ 2048 đến 8192 bit, hoặc ECDSA P-256, P-384.

error-certificate-weak_signature =
    .title = Chứng thư số được ký bằng thuật toán yếu
    .remedy = Xin CA cấp lại chứng thư được ký với SHA-256 trở lên.

error-certificate-key_unsupported =
    .title = Loại khóa không được chấp nhận
    .remedy = Dùng khóa RSA, hoặc ECDSA trên đường cong có tên P-256, P-384.

error-certificate-issuer_time =
    .title = Chứng thư của CA cấp không còn hoặc chưa có hiệu lực
    .remedy = Xin cấp lại chứng thư từ CA đang hoạt động.

error-certificate-issuer_not_ca =
    .title = Bên cấp chứng thư không có quyền cấp
    .remedy = Kiểm tra chuỗi chứng thư; chứng thư cấp phải là CA.

error-certificate-name_constraints =
    .title = Tên trong chứng thư nằm ngoài phạm vi của CA
    .remedy = Xin cấp chứng thư từ CA được phép cấp cho tên này.

error-certificate-chain =
    .title = Chuỗi chứng thư số có lỗi
    .remedy = Xem chi tiết lỗi và gửi cho đơn vị cấp chứng thư.

error-certificate-anchor_not_ca =
    .title = Chứng thư tin cậy không phải là CA
    .remedy = Cấu hình chứng thư CA; chứng thư của cơ quan thì gắn với cơ quan đó.

error-revocation-unknown =
    .title = Chưa biết chứng thư có bị thu hồi hay không
    .remedy = Thử lại sau khi có trả lời OCSP hoặc CRL.

error-revocation-revoked =
    .title = Chứng thư số đã bị thu hồi
    .remedy = Cơ quan gửi xin cấp chứng thư mới rồi ký và gửi lại.

error-revocation-on_hold =
    .title = Chứng thư số đang bị tạm dừng
    .remedy = Cơ quan gửi liên hệ nơi cấp chứng thư để khôi phục, rồi gửi lại.

error-revocation-answer_malformed =
    .title = Không đọc được trả lời về thu hồi chứng thư
    .remedy = Kiểm tra tệp CRL hoặc máy chủ OCSP đã cho.

error-revocation-answer_refused =
    .title = Máy chủ OCSP từ chối trả lời
    .remedy = Thử lại sau; nếu lặp lại, báo nơi cấp chứng thư.

error-revocation-answer_other =
    .title = Trả lời về thu hồi nói về chứng thư khác
    .remedy = Dùng trả lời của đúng nơi cấp và đúng chứng thư.

error-revocation-answer_issuer =
    .title = Nơi trả lời về thu hồi không có quyền thay nơi cấp
    .remedy = Chỉ nhận trả lời của nơi cấp chứng thư hoặc máy chủ được nơi cấp ủy quyền.

error-revocation-answer_signature =
    .title = Chữ ký trên trả lời về thu hồi không đúng
    .remedy = Lấy lại trả lời từ nơi cấp chứng thư.

error-revocation-answer_weak =
    .title = Trả lời về thu hồi ký bằng thuật toán yếu
    .remedy = Nơi cấp chứng thư phải ký bằng SHA-256 trở lên.

error-revocation-answer_unsupported =
    .title = Loại trả lời về thu hồi không được dùng
    .remedy = Dùng CRL đầy đủ của nơi cấp hoặc OCSP.

error-revocation-answer_future =
    .title = Trả lời về thu hồi có thời điểm ở tương lai
    .remedy = Kiểm tra đồng hồ của máy này và của máy chủ trả lời.

error-revocation-answer_stale =
    .title = Trả lời về thu hồi đã quá hạn
    .remedy = Lấy CRL hoặc trả lời OCSP mới.

error-revocation-answer_nonce =
    .title = Trả lời OCSP không đúng câu hỏi đã gửi
    .remedy = Hỏi lại; nếu lặp lại, có thể ai đó đang phát lại trả lời cũ.

error-egress-url =
    .title = Địa chỉ máy chủ không dùng được
    .remedy = Sửa địa chỉ; chỉ dùng http hoặc https, không kèm mật khẩu.

error-egress-host_not_allowed =
    .title = Máy chủ không có trong danh sách được phép
    .remedy = Thêm máy chủ vào [egress] hosts nếu tin cậy.

error-egress-private_address =
    .title = Máy chủ nằm trong mạng riêng
    .remedy = Nếu đúng là máy chủ của mạng nội bộ, thêm vào [egress] private_hosts.

error-egress-unreachable =
    .title = Không kết nối được máy chủ
    .remedy = Kiểm tra mạng và thử lại.

error-egress-timeout =
    .title = Máy chủ không trả lời kịp
    .remedy = Thử lại sau.

error-egress-too_long =
    .title = Máy chủ trả lời quá dài
    .remedy = Báo người vận hành máy chủ đó.

error-egress-status =
    .title = Máy chủ trả lời lỗi
    .remedy = Thử lại sau; nếu lặp lại, báo người vận hành máy chủ đó.

error-egress-left_alone =
    .title = Máy chủ vừa lỗi nhiều lần, tạm ngừng hỏi
    .remedy = Thử lại sau một phút.

error-timestamp-malformed =
    .title = Không đọc được dấu thời gian
    .remedy = Gắn lại dấu thời gian theo RFC 3161.

error-timestamp-imprint =
    .title = Dấu thời gian không thuộc chữ ký này
    .remedy = Gắn dấu thời gian cho chính giá trị chữ ký (SignatureValue) của chữ ký này.

error-timestamp-weak =
    .title = Dấu thời gian dùng thuật toán yếu
    .remedy = Dùng SHA-256 trở lên.

error-timestamp-signature =
    .title = Chữ ký trên dấu thời gian không đúng
    .remedy = Xin dấu thời gian mới.

error-timestamp-certificate =
    .title = Không xác định được chứng thư của nơi cấp dấu thời gian
    .remedy = Dấu thời gian phải kèm chứng thư và nêu đúng chứng thư đó (ESSCertIDv2).

error-timestamp-purpose =
    .title = Chứng thư của nơi cấp dấu thời gian không dành riêng cho việc này
    .remedy = Dùng nơi cấp dấu thời gian có chứng thư đúng mục đích (RFC 3161 mục 2.3).

error-timestamp-untrusted =
    .title = Nơi cấp dấu thời gian không được tin cậy
    .remedy = Dùng nơi cấp dấu thời gian mà trục liên thông tin cậy.

error-timestamp-revoked =
    .title = Chứng thư của nơi cấp dấu thời gian đã bị thu hồi
    .remedy = Xin dấu thời gian của nơi khác.

error-timestamp-future =
    .title = Dấu thời gian ở tương lai
    .remedy = Kiểm tra đồng hồ của máy này và của nơi cấp dấu thời gian.

error-timestamp-order =
    .title = Thời điểm trong dấu thời gian không hợp lý
    .remedy = Xin dấu thời gian mới ngay sau khi ký.

error-timestamp-policy =
    .title = Dấu thời gian cấp theo chính sách không được nhận
    .remedy = Xin dấu thời gian theo chính sách mà trục liên thông nhận.

error-timestamp-revocation_unknown =
    .title = Chưa biết chứng thư của nơi cấp dấu thời gian có bị thu hồi hay không
    .remedy = Thử lại sau khi có trả lời OCSP hoặc CRL.

error-timestamp-nonce =
    .title = Dấu thời gian không đúng yêu cầu đã gửi
    .remedy = Xin lại; nếu lặp lại, đổi nơi cấp dấu thời gian.

error-timestamp-refused =
    .title = Nơi cấp dấu thời gian từ chối
    .remedy = Thử lại sau hoặc đổi nơi cấp dấu thời gian.

error-timestamp-old_identifier =
    .title = Dấu thời gian nêu chứng thư theo cách cũ (SHA-1)
    .remedy = Không phải làm gì; nơi cấp nên dùng ESSCertIDv2.

error-timestamp-archive_not_evaluated =
    .title = Không xét dấu thời gian lưu trữ
    .remedy = Không phải làm gì.

error-revocation-not_published =
    .title = Có chứng thư trong chuỗi không công bố nguồn thu hồi
    .remedy = Không bắt buộc làm gì; nên dùng chứng thư có địa chỉ CRL hoặc OCSP.

## binding

error-binding-not_bound =
    .title = Chứng thư số chưa gắn với cơ quan nào
    .remedy = Đề nghị người vận hành gắn chứng thư này với cơ quan.

error-binding-other_agency =
    .title = Chữ ký thuộc cơ quan khác
    .remedy = Ký bằng con dấu của cơ quan ghi ở nơi gửi (From), hoặc đề nghị thêm ủy quyền.

error-binding-expired =
    .title = Việc gắn chứng thư với cơ quan không có hiệu lực lúc nhận
    .remedy = Đề nghị người vận hành kiểm tra thời hạn gắn chứng thư.

error-binding-ambiguous =
    .title = Nhiều cơ quan cùng nhận chứng thư này
    .remedy = Đề nghị người vận hành sửa bảng gắn chứng thư.

error-binding-agency_closed =
    .title = Cơ quan đã giải thể hoặc sáp nhập
    .remedy = Dùng mã định danh và con dấu của cơ quan kế thừa.

## document, agency, acknowledgement

error-acknowledgement-sender_only =
    .title = Mã này không phải do nơi nhận báo
    .remedy = Mã 13 do bên gửi dùng để xin lấy lại văn bản; nơi nhận trả lời bằng mã 15 hoặc 16.
error-acknowledgement-protest =
    .title = Đã ghi ý kiến; việc thu hồi vẫn có hiệu lực
    .remedy = Theo quy định, nơi nhận phải hủy văn bản bị thu hồi; báo mã 15 khi đã hủy.
error-business-request_open =
    .title = Nơi nhận chưa trả lời yêu cầu trước
    .remedy = Chờ nơi nhận trả lời (mã 15 hoặc 16) rồi gửi yêu cầu mới; cần gấp thì thu hồi.
error-business-ended =
    .title = Văn bản không còn hiệu lực tại nơi nhận
    .remedy = Văn bản đã được cập nhật, thay thế, lấy lại hoặc thu hồi; làm việc với văn bản mới nhất.
error-business-returned =
    .title = Nơi nhận đã trả lại văn bản
    .remedy = Không còn gì để lấy lại; có thể gửi lại lần hai.
error-business-target_unknown =
    .title = Không tìm thấy văn bản cần thay đổi
    .remedy = Kiểm tra mã văn bản (DocumentId) đã ghi; phải đúng như khi gửi qua trục này.
error-business-not_issuer =
    .title = Văn bản do cơ quan khác ban hành
    .remedy = Chỉ cơ quan ban hành được thu hồi, cập nhật, thay thế hoặc lấy lại văn bản.
error-business-receiver_not_of_target =
    .title = Nơi nhận này chưa được gửi văn bản đó
    .remedy = Bỏ nơi nhận này khỏi danh sách, hoặc gửi văn bản mới cho họ.
error-business-receiver_missing =
    .title = Nơi nhận mất văn bản cũ mà không được nhận văn bản thay thế
    .remedy = Thêm nơi nhận này vào danh sách nơi nhận (To) của văn bản thay thế.
error-business-receiver_type =
    .title = Không rõ thêm hay bớt nơi nhận
    .remedy = Ghi ReceiverType theo quy ước của trục; hỏi người vận hành nếu phần mềm dùng số khác.
error-business-nothing_to_change =
    .title = Không còn gì để thay đổi
    .remedy = Văn bản đã được hủy gửi, trả lại hoặc thu hồi ở mọi nơi nhận đã nêu; xem lịch sử văn bản.
error-business-self =
    .title = Văn bản tự nêu chính mình
    .remedy = Dùng mã văn bản mới cho văn bản thu hồi, cập nhật hoặc thay thế.
error-business-already_held =
    .title = Nơi này đã có văn bản
    .remedy = Bỏ nơi này ra khỏi danh sách; chỉ ghi những nơi chưa nhận văn bản.
error-business-reason_missing =
    .title = Thiếu lý do
    .remedy = Ghi rõ lý do; nơi nhận sẽ thấy.
error-delivery-withdrawn =
    .title = Văn bản đã được thu hồi trước khi lấy về
    .remedy = Không cần làm gì; nội dung không còn được cấp, thông tin và bằng chứng vẫn giữ.
error-delivery-withheld =
    .title = Văn bản đã bị thu hồi hoặc lấy lại
    .remedy = Hủy bản đã lấy về và báo mã 15; nội dung không còn được cấp.
error-delivery-illegal_transition =
    .title = Việc này không làm được ở trạng thái hiện tại của lượt gửi
    .remedy = Xem lại trạng thái của lượt gửi rồi chọn việc phù hợp.
error-agency-closed =
    .title = Mã định danh đã đóng
    .remedy = Cơ quan này không còn hoạt động với mã đã ghi; dùng mã của cơ quan kế thừa.
error-agency-unknown =
    .title = Không có cơ quan nào mang mã này
    .remedy = Kiểm tra mã định danh trong danh bạ cơ quan; nếu mã đúng, đề nghị đơn vị vận hành bổ sung.
error-acknowledgement-reason_missing =
    .title = Thiếu lý do
    .remedy = Ghi lý do trả lại rồi gửi lại.
error-acknowledgement-reason_too_long =
    .title = Lý do quá dài
    .remedy = Rút gọn lý do trong 1.000 ký tự.
error-acknowledgement-contradiction =
    .title = Mâu thuẫn với báo cáo trước
    .remedy = Trạng thái giữ nguyên; cả hai báo cáo được lưu. Liên hệ bên gửi nếu báo nhầm.
error-delivery-contradiction =
    .title = Văn bản đã hủy gửi hoặc hết hạn trước đó
    .remedy = Lời báo được lưu; trạng thái giữ nguyên.
error-declaration-period =
    .title = Kỳ khai báo sai
    .remedy = Ghi tháng dạng yyyy-mm, không sau tháng này.

error-document-id_reused =
    .title = Mã văn bản đã được dùng cho nội dung khác
    .remedy = Kiểm tra lại số, ký hiệu; nếu cần sửa văn bản đã gửi, dùng nghiệp vụ cập nhật hoặc thay thế.

error-document-not_found =
    .title = Không tìm thấy văn bản
    .remedy = Kiểm tra lại mã văn bản; chỉ cơ quan gửi và cơ quan nhận mới xem được.

error-document-attempt_not_allowed =
    .title = Chưa được gửi lại văn bản
    .remedy = Chỉ gửi lại khi mọi nơi nhận đã trả lại, hoặc việc gửi đã bị hủy, hết hạn hay thất bại.

error-document-receivers_refused =
    .title = Có nơi nhận không tồn tại hoặc đã ngừng hoạt động
    .remedy = Sửa các mã định danh được nêu rồi ký và gửi lại.

error-document-receiver_twice =
    .title = Một cơ quan được ghi nhận hai lần trong nơi nhận
    .remedy = Giữ lại một mã cho mỗi cơ quan nhận rồi ký và gửi lại.

error-idempotency-key_reused =
    .title = Khóa Idempotency-Key đã dùng cho yêu cầu khác
    .remedy = Dùng khóa mới cho mỗi yêu cầu mới.

error-agency-exists =
    .title = Mã định danh đã có trong danh bạ
    .remedy = Chọn mã khác, hoặc cập nhật cơ quan đang có.

error-agency-alias_cycle =
    .title = Mã chuyển tiếp trỏ về chính nó
    .remedy = Chọn cơ quan kế thừa khác.

error-delivery-not_found =
    .title = Không tìm thấy lượt gửi
    .remedy = Kiểm tra lại mã lượt gửi trong hộp đến.

error-content-no_origin =
    .title = Trục chưa có địa chỉ riêng để mở tệp
    .remedy = Tải gói tin gốc để xem tệp; người vận hành đặt console.content_url.

error-content-link_over =
    .title = Liên kết mở tệp đã hết hạn hoặc đã dùng
    .remedy = Mở lại tệp từ trang văn bản: mỗi liên kết chỉ dùng một lần, trong một phút.

error-content-no_such_attachment =
    .title = Gói tin không có tệp này
    .remedy = Mở lại trang văn bản và chọn một tệp trong danh sách.

error-register-number_taken =
    .title = Số này trong sổ đã cấp cho văn bản khác
    .remedy = Chọn số khác, hoặc dùng số kế tiếp mà hệ thống đề xuất.

error-register-number_form =
    .title = Số công văn không đúng dạng
    .remedy = Nhập một số nguyên từ 1 đến 9.999.999.

error-register-changed =
    .title = Số của văn bản này vừa được người khác sửa
    .remedy = Mở lại trang để xem số hiện tại rồi sửa nếu cần.

error-delivery-digest_mismatch =
    .title = Tệp đã nhận không khớp với tệp của trục
    .remedy = Tải lại gói tin, kiểm tra SHA-256 rồi báo nhận.

error-declaration-not_standing =
    .title = Kê khai cần thay thế không còn hiệu lực
    .remedy = Tải kê khai mới nhất của tháng rồi thay thế kê khai đó.

## evidence

error-log-no_such_tile =
    .title = Không có mảnh nhật ký này
    .remedy = Đọc checkpoint trước để biết kích thước nhật ký.
error-log-no_checkpoint =
    .title = Nhật ký chưa có checkpoint của kỳ này
    .remedy = Thử lại sau khi có văn bản đầu tiên.
error-evidence-no_receipt =
    .title = Chưa đọc được biên nhận
    .remedy = Việc đã được ghi nhận; đọc lại biên nhận sau.
error-agency-organ_id_form =
    .title = Mã định danh cơ quan không đúng dạng
    .remedy = Ghi mã theo QCVN 102:2016 (13 ký tự, ví dụ 000.00.01.H53) hoặc QĐ 20/2020 (ví dụ H37.DN.001).



error-directory-file =
    .title = Không đọc được bảng danh bạ
    .remedy = Lưu tệp dưới dạng CSV (mã hóa UTF-8) hoặc XLSX, không quá 16 MiB, không đặt mật khẩu.
error-directory-header =
    .title = Tên cột không đúng
    .remedy = Dòng đầu ghi tên cột như bảng do lệnh `admin directory export` xuất ra; phải có cột organ_id, mỗi cột một lần.
error-directory-value =
    .title = Giá trị trong ô không đúng dạng
    .remedy = Ghi ngày dạng 2025-07-01, đúng/sai là yes hoặc no, cấp là số từ 1 đến 9, thư điện tử cách nhau bằng dấu chấm phẩy; tên cơ quan không để trống; mã có cơ quan kế thừa phải có ngày kết thúc.
error-directory-twice =
    .title = Mã định danh xuất hiện hai lần trong bảng
    .remedy = Giữ lại một dòng cho mỗi mã định danh.
error-agency-suspended =
    .title = Cơ quan đang tạm ngừng trao đổi văn bản
    .remedy = Cơ quan này tạm thời không gửi và không nhận văn bản qua trục; liên hệ đơn vị vận hành, gửi lại khi cơ quan hoạt động trở lại.
error-agency-parent_unknown =
    .title = Không có cơ quan chủ quản này trong danh bạ
    .remedy = Thêm cơ quan chủ quản vào danh bạ trước, hoặc sửa mã cơ quan chủ quản.
error-agency-parent_cycle =
    .title = Cơ quan chủ quản tạo thành vòng khép kín
    .remedy = Chọn cơ quan chủ quản không trực thuộc chính cơ quan này.
error-agency-level =
    .title = Cấp của cơ quan không phù hợp
    .remedy = Ghi cấp từ 1 (tỉnh) đến 9; cấp phải thấp hơn cơ quan chủ quản và cao hơn mọi đơn vị trực thuộc.
error-agency-group_unknown =
    .title = Không có nhóm nơi nhận này
    .remedy = Kiểm tra tên nhóm trong danh sách nhóm nơi nhận.
error-agency-group_name =
    .title = Tên nhóm nơi nhận không đúng dạng
    .remedy = Dùng chữ thường không dấu, chữ số và dấu gạch nối, tối đa 64 ký tự; nhóm phải có ít nhất một cơ quan.
error-agency-substitute =
    .title = Không thể đặt đơn vị nhận thay này
    .remedy = Chọn một cơ quan khác đang hoạt động, với thời gian kết thúc sau thời gian bắt đầu.
error-agency-successor_circle =
    .title = Danh bạ chuyển tiếp vòng tròn
    .remedy = Báo cho đơn vị vận hành sửa chuỗi cơ quan kế thừa của mã này.

error-acknowledgement-unknown_code =
    .title = Mã trạng thái không có trong quy định
    .remedy = Dùng một trong các mã 01, 02, 03, 04, 05, 06, 13, 15, 16.





rate-exchange = Trao đổi điện tử
    .definition = số văn bản gửi qua trục trên tổng số văn bản gửi qua trục và văn bản cơ quan khai là chỉ phát hành giấy
    .short = Trao đổi

rate-signed = Có chữ ký số
    .definition = số văn bản có chữ ký số đã được trục kiểm tra trên số văn bản gửi qua trục
    .short = Ký số

rate-sent-in-time = Gửi đúng hạn
    .definition = số văn bản gửi chậm nhất trong buổi sáng của ngày làm việc tiếp theo ngày ký (theo dấu thời gian, không có thì theo ngày ban hành; văn bản khẩn gửi ngay), trên số văn bản biết được hạn ấy; văn bản không rõ ngày ký hoặc năm chưa có lịch làm việc không tính vào tử số lẫn mẫu số
    .short = Gửi đúng hạn

rate-received = Đã lấy về
    .definition = số bản bên nhận đã lấy về trên số bản gửi đi
    .short = Lấy về

rate-acknowledged = Đã tiếp nhận
    .definition = số bản có trạng thái 03 trở lên trên số bản gửi đi; trạng thái 01 là tự động nên không tính
    .short = Tiếp nhận

rate-accepted-in-time = Tiếp nhận trong ngày
    .definition = số bản có trạng thái 03 trở lên ngay trong ngày đến (sau giờ làm thì trong ngày làm việc kế tiếp, khẩn thì ngay), trên số bản gửi đi biết được hạn ấy; bản đến khi chưa có lịch làm việc của năm đó không tính vào tử số lẫn mẫu số
    .short = Trong ngày

rate-returned = Bị trả lại
    .definition = số bản bị trả lại (02) trên số bản gửi đi
    .short = Trả lại

rate-completed = Đã hoàn thành
    .definition = số bản đã xử lý xong (06) trên số bản gửi đi
    .short = Hoàn thành

## evidence

error-evidence-none_inside =
    .title = Không tách được biên nhận trong tệp này
    .remedy = Đưa tệp biên nhận .json, .tlog-proof, hoặc đúng tệp .pdf, .asice mà trục cấp. PDF đã lưu lại bằng phần mềm khác thì lấy tệp receipt.json đính trong đó ra trước.
error-evidence-receipt_form =
    .title = Biên nhận không đúng dạng
    .remedy = Dùng đúng tệp biên nhận đã nhận từ trục, không mở ra lưu lại.

error-evidence-duplicate_key =
    .title = Một trường xuất hiện hai lần
    .remedy = Tệp đã bị sửa hoặc không do trục tạo; lấy lại biên nhận từ trục.

error-evidence-leaf_form =
    .title = Nội dung bằng chứng không đúng dạng
    .remedy = Kiểm tra bằng phiên bản phần mềm mới hơn; nếu vẫn lỗi, lấy lại biên nhận từ trục.

error-evidence-leaf_not_canonical =
    .title = Bằng chứng không ở dạng chuẩn tắc
    .remedy = Tệp đã bị sửa hoặc không do trục tạo; lấy lại biên nhận từ trục.

error-evidence-leaf_too_large =
    .title = Bằng chứng dài quá 4 KiB
    .remedy = Tệp không do trục tạo; lấy lại biên nhận từ trục.

error-evidence-checkpoint_form =
    .title = Điểm kiểm của nhật ký không đúng dạng
    .remedy = Lấy lại biên nhận hoặc điểm kiểm từ trục.

error-evidence-checkpoint_signature =
    .title = Chữ ký trên điểm kiểm sai
    .remedy = Không tin biên nhận này; báo cho bộ phận kiểm tra và giữ lại tệp.

error-evidence-checkpoint_unsigned =
    .title = Điểm kiểm không có chữ ký của khóa đã cho
    .remedy = Kiểm tra khóa công khai của nhật ký; nếu khóa đúng, không tin biên nhận này.

error-evidence-no_key =
    .title = Chưa có khóa công khai của nhật ký
    .remedy = Cho biết khóa của nhật ký, lấy từ nguồn tin cậy chứ không từ biên nhận.

error-evidence-origin =
    .title = Bằng chứng và điểm kiểm thuộc hai nhật ký khác nhau
    .remedy = Không tin biên nhận này; lấy lại biên nhận từ trục.

error-evidence-index =
    .title = Vị trí nằm ngoài nhật ký
    .remedy = Không tin biên nhận này; lấy lại biên nhận từ trục.

error-evidence-proof_length =
    .title = Chứng minh không đủ hoặc thừa bước
    .remedy = Không tin biên nhận này; lấy lại biên nhận từ trục.

error-evidence-proof =
    .title = Chứng minh không dẫn tới gốc của nhật ký
    .remedy = Bằng chứng hoặc nhật ký đã bị sửa; giữ lại tệp và báo cho bộ phận kiểm tra.

error-evidence-inconsistent =
    .title = Nhật ký mới không nối tiếp nhật ký cũ
    .remedy = Nhật ký có thể đã bị viết lại; giữ cả hai điểm kiểm và báo cho bộ phận kiểm tra.

error-evidence-opening =
    .title = Thông tin mở không khớp bằng chứng
    .remedy = Biên nhận nói về văn bản khác hoặc đã bị sửa; lấy lại từ trục.

error-evidence-package =
    .title = Biên nhận không phải của gói tin này
    .remedy = Chọn đúng gói tin đi cùng biên nhận.

error-evidence-log_order =
    .title = Nhật ký sai thứ tự hoặc thiếu bằng chứng
    .remedy = Giữ lại bản sao nhật ký và báo cho bộ phận kiểm tra.

error-package-court_receipt =
    .title = Đây là biên nhận dùng làm chứng cứ, không phải văn bản gửi qua trục
    .remedy = Chữ ký đã được kiểm; kiểm tiếp receipt.json bên trong bằng lienthong audit receipt hoặc trang kiểm chứng.

error-seal-none =
    .title = Trục chưa có con dấu
    .remedy = Lấy biên nhận dạng PDF hoặc JSON; muốn có bản ASiC-E có dấu, đơn vị vận hành khai [seal] trong cấu hình.

error-seal-unusable =
    .title = Không dùng được con dấu của trục
    .remedy = Đơn vị vận hành kiểm tra khóa và chứng thư trong [seal]: đọc được, đúng một cặp, khóa không đặt mật khẩu.

error-evidence-vkey =
    .title = Khóa công khai của nhật ký không đúng dạng
    .remedy = Chép nguyên khóa dạng tên+mã+khóa mà trục công bố.

error-evidence-key_file =
    .title = Không dùng được tệp khóa của nhật ký
    .remedy = Đơn vị vận hành kiểm tra tệp khóa Ed25519 và quyền 0600 của tệp.

## store, payload

error-system-revoked =
    .title = Mã truy cập đã bị thu hồi hoặc hết hạn
    .remedy = Đề nghị quản trị cấp mã truy cập mới.

error-system-unknown =
    .title = Không có hệ thống này
    .remedy = Kiểm tra lại mã hệ thống.

error-payload-object_stale =
    .title = Gói tin tải lên đã quá lâu
    .remedy = Gửi lại gói tin.

error-payload-unreadable =
    .title = Không đọc được gói tin đã lưu
    .remedy = Báo quản trị trục kiểm tra kho tệp.

error-payload-too_large =
    .title = Gói tin vượt quá dung lượng cho phép
    .remedy = Giảm dung lượng tệp đính kèm rồi ký và gửi lại.

error-payload-range_outside =
    .title = Khoảng byte yêu cầu nằm ngoài gói tin
    .remedy = Tải lại từ đầu.

error-sign-pkcs12 =
    .title = Không mở được tệp chứng thư PKCS#12
    .remedy = Nhập lại mật khẩu; nếu vẫn không được, xuất lại tệp .p12 (.pfx) có cả khóa và chứng thư.
error-agent-no_terminal =
    .title = Chương trình ký cần một cửa sổ dòng lệnh
    .remedy = Chạy lienthong agent trong cửa sổ dòng lệnh, không qua ống dẫn hay dịch vụ nền.
error-agent-no_key =
    .title = Chưa nêu khóa ký
    .remedy = Khóa trong tệp thì thêm --p12 và tên tệp; khóa trong thiết bị ký thì thêm --module và đường dẫn thư viện của thiết bị. Xem lienthong agent --help.
error-agent-hub_url =
    .title = Địa chỉ trục không dùng được
    .remedy = Ghi địa chỉ dạng https://tên-máy-chủ, không có đường dẫn phía sau.
error-agent-cannot_listen =
    .title = Không mở được cổng trên máy này
    .remedy = Có thể chương trình ký đang chạy ở cửa sổ khác; đóng cửa sổ đó hoặc chọn cổng khác bằng --port.
error-agent-host =
    .title = Yêu cầu gửi nhầm địa chỉ
    .remedy = Trang phải gọi đúng 127.0.0.1 và cổng của chương trình ký; không đi qua tên miền nào khác.
error-agent-origin =
    .title = Trang này không được phép dùng chương trình ký
    .remedy = Chỉ trang của trục đã ghép đôi mới được gọi; mở đúng địa chỉ của trục rồi ghép đôi.
error-agent-not_paired =
    .title = Trình duyệt này chưa ghép đôi với chương trình ký
    .remedy = Ghép đôi lại: mở trang ký, nhập mã hiện trong cửa sổ của chương trình ký.
error-agent-pairing_code =
    .title = Mã ghép đôi không đúng
    .remedy = Nhập lại mã đang hiện trong cửa sổ của chương trình ký.
error-agent-pairing_over =
    .title = Mã ghép đôi đã hết hạn hoặc nhập sai quá nhiều lần
    .remedy = Bấm ghép đôi lại trên trang để có mã mới.
error-agent-pairings_file =
    .title = Không đọc hoặc ghi được tệp ghép đôi
    .remedy = Kiểm tra thư mục của chương trình ký có thuộc tài khoản này và còn chỗ trống không.
error-agent-not_there =
    .title = Không có ghép đôi nào với địa chỉ này
    .remedy = Xem danh sách bằng lienthong agent pairings.
error-agent-busy =
    .title = Đang có một văn bản khác chờ ký
    .remedy = Ký xong hoặc từ chối văn bản đang hiện trong cửa sổ của chương trình ký rồi thử lại.
error-agent-request_id =
    .title = Mã yêu cầu ký không hợp lệ
    .remedy = Trang phải gửi một mã ngẫu nhiên từ 16 đến 64 chữ cái, chữ số, gạch ngang cho mỗi lần ký.
error-agent-replayed =
    .title = Yêu cầu ký này đã được gửi trước đó
    .remedy = Chuẩn bị lại văn bản trên trang rồi ký lần nữa.
error-agent-signing_time =
    .title = Thời điểm ký lệch với đồng hồ của máy
    .remedy = Chỉnh đúng giờ của máy, rồi chuẩn bị lại văn bản.
error-agent-document =
    .title = Nội dung gửi đến để ký không phải một văn bản
    .remedy = Báo cho người quản trị trục; không ký.
error-agent-refused =
    .title = Người ký đã từ chối
    .remedy = Xem lại văn bản; nếu đúng thì gửi ký lần nữa.
error-agent-no_answer =
    .title = Không có trả lời trong cửa sổ của chương trình ký
    .remedy = Gửi ký lại, rồi trả lời trong cửa sổ của chương trình ký.
error-agent-key_file =
    .title = Không mở được tệp khóa
    .remedy = Kiểm tra tên và đường dẫn sau --p12, và tài khoản này có được đọc tệp ấy không.
error-agent-password_wrong =
    .title = Mật khẩu của tệp khóa không đúng
    .remedy = Kiểm tra Caps Lock và bộ gõ tiếng Việt rồi làm lại. Nếu vẫn không được, tệp có thể hỏng: xin lại từ nơi cấp.
error-agent-pin_wrong =
    .title = Mã PIN hoặc mật khẩu không đúng
    .remedy = Kiểm tra mã PIN trước khi thử lại; nhập sai nhiều lần thiết bị sẽ bị khóa.
error-agent-pin_locked =
    .title = Thiết bị ký đã bị khóa vì nhập sai mã PIN
    .remedy = Liên hệ nơi cấp thiết bị để mở khóa.
error-agent-module =
    .title = Không mở được thư viện của thiết bị ký
    .remedy = Kiểm tra đường dẫn --module và cài phần mềm đi kèm thiết bị.
error-agent-token_absent =
    .title = Không thấy thiết bị ký
    .remedy = Cắm thiết bị ký vào máy rồi gửi ký lại.
error-agent-token_key =
    .title = Trong thiết bị không có khóa và chứng thư dùng được
    .remedy = Chọn đúng thiết bị bằng --token và đúng khóa bằng --key-id; chứng thư phải nằm trong thiết bị hoặc ghi bằng --cert.
error-agent-token_failed =
    .title = Thiết bị ký không ký được
    .remedy = Rút ra, cắm lại thiết bị rồi gửi ký lại; nếu lặp lại, liên hệ nơi cấp thiết bị.
error-signing-unknown =
    .title = Không có văn bản nào chờ ký với mã này
    .remedy = Mã chỉ dùng được bởi người hoặc phần mềm đã chuẩn bị văn bản; hãy chuẩn bị lại rồi ký.
error-signing-expired =
    .title = Đã quá thời gian chờ chữ ký
    .remedy = Chuẩn bị lại văn bản rồi ký; chưa có gì được gửi đi.
error-signing-tries_spent =
    .title = Đã gửi quá nhiều chữ ký không đúng
    .remedy = Kiểm tra chứng thư và khóa ký có cùng một cặp không, rồi chuẩn bị lại văn bản.
error-signing-completed =
    .title = Văn bản này đã được gửi với một chữ ký khác
    .remedy = Không cần ký lại: xem văn bản trong danh sách văn bản đi.
error-signing-other_agency =
    .title = Cơ quan ban hành không phải cơ quan của người gửi
    .remedy = Ghi đúng cơ quan của mình ở phần nơi gửi; văn bản của cơ quan khác phải được cơ quan đó ký sẵn thành gói tin.
error-signing-too_many =
    .title = Đang có quá nhiều văn bản chờ ký
    .remedy = Ký những văn bản đang chờ, hoặc đợi chúng hết hạn, rồi chuẩn bị tiếp.
error-draft-unknown =
    .title = Không có bản nháp này
    .remedy = Bản nháp được giữ 90 ngày từ lần sửa cuối và chỉ người soạn thấy. Xem các bản nháp đang có ở mục Soạn văn bản.
error-draft-stale =
    .title = Bản nháp đã được lưu ở một cửa sổ khác
    .remedy = Chọn giữ bản đang hiện, mở bản đã lưu, hoặc lưu bản đang hiện thành bản nháp riêng. Chưa bản nào bị mất.
error-draft-changed =
    .title = Bản nháp đã thay đổi sau khi đưa đi ký
    .remedy = Chưa gửi gì cả: chữ ký vừa rồi là của nội dung cũ. Mở lại bản nháp, xem nội dung hiện tại rồi ký lại.
error-draft-sending =
    .title = Bản nháp đang được gửi đi
    .remedy = Chờ một lát rồi mở lại: nếu đã gửi, trang sẽ dẫn tới văn bản; nếu không, sửa tiếp được.
error-draft-sent =
    .title = Bản nháp này đã được gửi đi
    .remedy = Mở văn bản đã gửi ở mục Văn bản đi. Muốn gửi văn bản khác thì soạn bản mới.
error-draft-too_many =
    .title = Đang giữ quá nhiều bản nháp hoặc tệp
    .remedy = Gửi hoặc bỏ bớt bản nháp cũ, tệp không dùng, rồi làm lại.
error-draft-content_fixed =
    .title = Bản này giữ nguyên nội dung đã gửi
    .remedy = Chỉ chọn được nơi nhận. Muốn sửa nội dung hay tệp thì mở văn bản đã gửi và soạn bản cập nhật.
error-draft-file_empty =
    .title = Tệp rỗng
    .remedy = Tệp này không có nội dung. Kiểm tra lại rồi chọn tệp khác.
error-draft-too_large =
    .title = Các tệp quá lớn so với một gói tin
    .remedy = Bỏ bớt tệp hoặc nén lại tệp lớn; phần còn dư hiện ở khung Tệp.
error-draft-number_form =
    .title = Số, ký hiệu có dấu làm sai mã văn bản
    .remedy = Số không có dấu gạch chéo, dấu phẩy; ký hiệu không có dấu phẩy. Số dạng 12/2026 thì ghi 12 ở ô Số, phần sau gạch chéo ghi ở đầu ô Ký hiệu.
error-draft-number_unusual =
    .title = Số, ký hiệu có dạng ít gặp
    .remedy = Số thường chỉ gồm chữ số, ký hiệu không có khoảng trống. Kiểm tra lại; nếu đúng như vậy thì vẫn gửi được.
error-upload-too_much =
    .title = Đang có quá nhiều gói tin chưa gửi
    .remedy = Gửi hoặc bỏ bớt những gói tin đang chờ, rồi tải lên tiếp.
error-upload-unknown =
    .title = Không có gói tin này đang chờ gửi
    .remedy = Gói tin chờ gửi được giữ 24 giờ. Tải lên lại.
error-upload-busy =
    .title = Gói tin này đang được tải lên ở một cửa sổ khác
    .remedy = Chờ cửa sổ kia xong, hoặc đóng nó rồi gửi tiếp.
error-upload-elsewhere =
    .title = Phần gửi tiếp không nối đúng chỗ
    .remedy = Mở lại trang này rồi gửi tiếp; phần đã tới không mất.
error-upload-unfinished =
    .title = Gói tin chưa tải lên đủ
    .remedy = Gửi tiếp phần còn lại, rồi kiểm tra và gửi.

error-store-binding_unknown =
    .title = Không có liên kết chứng thư này
    .remedy = Kiểm tra lại danh sách liên kết chứng thư.

error-store-id_taken =
    .title = Mã nội bộ đã được dùng
    .remedy = Thử lại với mã mới.

error-store-lease_lost =
    .title = Công việc đã được tiến trình khác xử lý
    .remedy = Không cần làm gì thêm.

error-store-unavailable =
    .title = Cơ sở dữ liệu tạm thời không dùng được
    .remedy = Gửi lại sau ít phút; gửi lại cùng gói tin không tạo bản thứ hai.

error-store-outcome_unknown =
    .title = Chưa biết kết quả ghi nhận
    .remedy = Gửi lại cùng gói tin: nếu đã ghi nhận, trục trả lại biên nhận cũ.

error-store-disk_full =
    .title = Trục hết dung lượng lưu trữ
    .remedy = Báo quản trị trục; gửi lại sau.

error-store-failed =
    .title = Cơ sở dữ liệu báo lỗi
    .remedy = Gửi lại sau; nếu còn lỗi, báo quản trị kèm mã yêu cầu.

## webhook

error-webhook-url =
    .title = Địa chỉ webhook không dùng được
    .remedy = Ghi địa chỉ https đầy đủ, không kèm mật khẩu.
error-webhook-host =
    .title = Máy chủ webhook chưa được phép
    .remedy = Đề nghị người vận hành trục thêm máy chủ vào [webhooks] hosts.
error-webhook-too_many =
    .title = Cơ quan đã có đủ số webhook
    .remedy = Xóa một webhook không dùng nữa rồi thử lại.
error-webhook-not_found =
    .title = Cơ quan không có webhook này
    .remedy = Xem danh sách bằng GET /api/v1/webhooks.
error-webhook-given_up =
    .title = Webhook không trả lời, đã ngừng gửi
    .remedy = Sửa phần mềm nhận, rồi đặt lại webhook bằng PUT /api/v1/webhooks.

## mail, delivery

error-notice-told_today =
    .title = Nơi nhận đã được nhắc trong 24 giờ qua
    .remedy = Mỗi văn bản chỉ nhắc một nơi một lần một ngày. Cần gấp thì gọi điện.
error-notice-no_mail =
    .title = Không nhắc được bằng thư
    .remedy = Nơi nhận không có địa chỉ thư trong danh bạ, hoặc không còn chờ tiếp nhận. Cần gấp thì gọi điện.
error-mail-refused =
    .title = Máy chủ thư từ chối thư
    .remedy = Xem lời của máy chủ thư; sửa địa chỉ thư của đơn vị rồi cho gửi lại.
error-mail-address =
    .title = Địa chỉ thư của đơn vị sai
    .remedy = Sửa địa chỉ thư trong danh bạ rồi cho gửi lại.
error-mail-given_up =
    .title = Đã ngừng thử gửi thư
    .remedy = Kiểm tra máy chủ thư rồi cho gửi lại.
error-mail-no_letter =
    .title = Không viết được thư
    .remedy = Xem lý do; có thể đơn vị hoặc lượt gửi không còn.
mail-arrived-subject = Văn bản mới { $code } từ { $from }
mail-returned-subject = { $by } trả lại văn bản { $code }
mail-changed-recall = { $from } thu hồi văn bản { $code }
    .remedy = Theo quy định, hãy hủy văn bản này và xác nhận đã hủy (mã 15).
mail-changed-take_back = { $from } xin lấy lại văn bản { $code }
    .remedy = Trả lời đồng ý (mã 15) hoặc từ chối kèm lý do (mã 16).
mail-changed-update = { $from } cập nhật văn bản { $code }
    .remedy = Xem bản mới rồi trả lời đồng ý (mã 15) hoặc từ chối kèm lý do (mã 16).
mail-changed-replace = { $from } thay thế văn bản { $code }
    .remedy = Văn bản này không còn hiệu lực; dùng văn bản thay thế.
mail-changed-withdrawn = { $from } rút lại văn bản { $code }
    .remedy = Văn bản này không còn hiệu lực; hãy hủy bản đã tải về. Không cần trả lời.
mail-digest = Có { $count } văn bản mới trong hộp thư đến
    .remedy = Lấy văn bản về và báo đã tiếp nhận trong ngày đến (Điều 21 Nghị định 30/2020/NĐ-CP).
mail-digest-lying = Ngoài ra còn { $count } văn bản đến trước đó chưa được lấy về.
mail-digest-many = Có hơn { $count } văn bản mới trong hộp thư đến
    .remedy = Thư chỉ ghi { $count } văn bản đến trước nhất; các văn bản còn lại xem trong hộp thư đến. Lấy văn bản về và báo đã tiếp nhận trong ngày đến (Điều 21 Nghị định 30/2020/NĐ-CP).
mail-address-failing = Địa chỉ thư của { $agency } không nhận thư
    .remedy = Máy chủ thư từ chối địa chỉ { $address } (mã định danh { $code }). Văn bản vẫn nằm trong hộp thư đến của đơn vị, nhưng không ai được báo qua địa chỉ này. Hãy liên hệ với đơn vị và sửa địa chỉ trong danh bạ. Trục báo một lần, và thôi đánh dấu khi địa chỉ nhận thư trở lại.
mail-expiring = Con dấu số của { $agency } còn { $days } ngày
    .remedy = Chứng thư số của con dấu (mã định danh { $code }) hết hiệu lực lúc { $ends }. Hãy xin cấp chứng thư mới và gửi cho đơn vị vận hành trục để gắn trước ngày này; hai chứng thư được dùng song song trong thời gian chuyển tiếp.
mail-answered-agreed = { $by } đồng ý yêu cầu về văn bản { $code }
    .remedy = Không cần làm gì thêm.
mail-answered-declined = { $by } từ chối yêu cầu về văn bản { $code }
    .remedy = Văn bản vẫn như trước tại nơi nhận này.
mail-answered-confirmed = { $by } đã hủy văn bản thu hồi { $code }
    .remedy = Không cần làm gì thêm.
mail-answered-protested = { $by } có ý kiến về việc thu hồi văn bản { $code }
    .remedy = Việc thu hồi vẫn có hiệu lực; trao đổi với nơi nhận.
mail-nudged = { $from } nhắc: văn bản { $code } chưa được tiếp nhận
    .remedy = Bên gửi đang chờ; hãy lấy về và tiếp nhận, hoặc trả lại kèm lý do.
mail-reminder-before = Sắp hết hạn tiếp nhận văn bản { $code } từ { $from }
    .remedy = Văn bản đang chờ trong hộp thư đến; hãy lấy về và tiếp nhận trong ngày.
mail-reminder-overdue = Quá hạn tiếp nhận văn bản { $code } từ { $from }
    .remedy = Văn bản chưa được lấy về; hãy tiếp nhận ngay. Lấy về rồi thì không nhắc nữa.
mail-reminder-escalation = { $by } chưa lấy về văn bản { $code } từ { $from }
    .remedy = Đơn vị trực thuộc đã quá hạn tiếp nhận; đề nghị đôn đốc.
mail-reminder-warning = Văn bản { $code } từ { $from } sắp hết hạn chờ
    .remedy = Hãy lấy văn bản về; quá hạn thì trục ngừng giữ chỗ và ghi là không giao được.
mail-reminder-warning-sender = { $by } chưa lấy về văn bản { $code }
    .remedy = Văn bản sắp hết hạn chờ; hãy liên hệ với nơi nhận.
mail-reminder-expiry = Văn bản { $code } từ { $from } đã hết hạn chờ
    .remedy = Văn bản không được lấy về trong hạn; cần thì đề nghị bên gửi gửi lại lần hai.
mail-reminder-expiry-sender = { $by } không lấy về văn bản { $code }, đã hết hạn chờ
    .remedy = Trục ghi nhận không giao được. Liên hệ nơi nhận, rồi gửi lại lần hai.
mail-webhook-off = Phần mềm tại { $host } không nhận thông báo; trục ngừng gửi
    .remedy = Sửa phần mềm, rồi bật lại webhook bằng PUT /api/v1/webhooks; không thông báo nào bị mất.
mail-webhook-off-operator = Phần mềm của { $agency } tại { $host } không nhận thông báo
    .remedy = Trục đã ngừng gửi và đã báo cho đơn vị. Đơn vị sửa phần mềm rồi bật lại; không thông báo nào bị mất.
mail-stuck = Trục chưa báo được cho { $agency } ({ $code })
    .remedy = { $count } thông báo chưa tới văn phòng này. Văn bản vẫn nằm trong hộp thư đến của nơi nhận; hai bên liên hệ với nhau, hoặc với người vận hành trục.
mail-invited = Mời { $name } vào trục liên thông: { $place }
    .remedy = Mở liên kết, đặt mật khẩu của mình rồi đăng nhập. Liên kết chỉ dùng được một lần, đến { $until }. Không chuyển thư này cho ai; nếu không biết vì sao nhận được, hãy bỏ qua.
mail-reset = Đặt lại mật khẩu cho { $name }
    .remedy = Mở liên kết rồi đặt mật khẩu mới. Liên kết chỉ dùng được một lần, đến { $until }. Mật khẩu cũ vẫn dùng được cho đến lúc đó; nếu không phải do mình yêu cầu, hãy bỏ qua thư này và báo cho quản trị đơn vị.
mail-reason-elsewhere = xem trong phần mềm văn phòng
mail-refused-subject = Trục từ chối gói tin: { $title }
mail-due-today = hôm nay
mail-due-ahead = còn { $days } ngày
mail-due-past = quá { $days } ngày

## config, cli

error-cli-usage =
    .title = Lệnh không đúng cách dùng
    .remedy = Xem “lienthong help” và tên lệnh; đối chiếu từng tham số.
error-cli-unreadable =
    .title = Không đọc được tệp
    .remedy = Kiểm tra đường dẫn và quyền đọc của tệp, rồi chạy lại.
error-cli-unwritable =
    .title = Không ghi được tệp
    .remedy = Kiểm tra thư mục, quyền ghi và chỗ trống trên đĩa, rồi chạy lại.
error-cli-hub_unreachable =
    .title = Không kết nối được tới trục
    .remedy = Kiểm tra địa chỉ --hub, mạng và --ca; gửi lại sau, không lo trùng.
error-cli-unexpected_answer =
    .title = Nơi trả lời không phải là trục
    .remedy = Kiểm tra địa chỉ --hub: có thể một máy chủ khác hoặc proxy đang trả lời.
error-cli-download_digest =
    .title = Tệp tải về không đúng mã băm
    .remedy = Chạy lại lệnh để tải lại từ đầu; nếu vẫn vậy, báo cho đơn vị vận hành trục.
error-cli-other_agency =
    .title = Mã truy cập là của cơ quan khác
    .remedy = Dùng --token-file của đúng cơ quan, hoặc sửa --agency.

## report

report-heading = Tỷ lệ trao đổi văn bản điện tử, từ tháng { $from } đến tháng { $to }
report-by-agency = Cơ quan
report-by-month = Tháng
report-by-quarter = Quý
report-key = Mã
report-name = Tên
report-numerator = tử số
report-denominator = mẫu số
report-total = Tổng
report-about = Mọi cơ quan, bên cạnh cùng kỳ năm trước
report-about-agency = Cơ quan { $agency }, bên cạnh cùng kỳ năm trước
report-sheet = Tỷ lệ
report-sheet-meaning = Cách tính
report-printed = In lúc { $time } { $date }
report-printed-by = { $who } in lúc { $time } { $date }
chart-month = T{ $month }
chart-month-year = T{ $month }/{ $year }
chart-axis = Trục tung bắt đầu từ { $from }
chart-words = Trong kỳ: { $first } đến { $last }; cùng kỳ năm trước: { $first_before } đến { $last_before }.
report-none = chưa có
report-change = Dưới mỗi tỷ lệ là tăng giảm theo điểm phần trăm so với cùng kỳ năm trước, nếu năm trước có số liệu.
report-before = cùng kỳ năm trước (%)
report-points = tăng giảm (điểm)
report-log = Nhật ký
report-log-epoch = Nhật ký: kỳ
report-log-size = Nhật ký: số bằng chứng
report-log-root = Nhật ký: gốc
report-note = Lưu ý
report-log-time = Nhật ký: bằng chứng mới nhất
report-title = Báo cáo
report-of = Phạm vi
report-from = Từ tháng
report-to = Đến tháng
report-agency-code = Mã cơ quan
report-agency-name = Tên cơ quan
report-incoming = { $rate }, văn bản gửi đến
report-sheet-months = Theo tháng
report-legend = Nét liền, chấm tròn: năm nay; nét đứt, ô vuông: năm trước
report-stand = Số liệu tính đến điểm chốt này của nhật ký minh bạch: nhật ký kỳ { $epoch }, { $size } bằng chứng, mã băm gốc { $root }, bằng chứng mới nhất lúc { $time } { $date }.
report-empty = Không có số liệu trong kỳ này.

error-config-cannot_listen =
    .title = Không mở được cổng
    .remedy = Chọn cổng khác hoặc dừng chương trình đang giữ cổng.

error-config-unreadable =
    .title = Không đọc được tệp cấu hình
    .remedy = Kiểm tra đường dẫn sau -c và quyền đọc của người dùng chạy trục.
error-config-syntax =
    .title = Tệp cấu hình sai cú pháp
    .remedy = Sửa tại dòng và cột đã nêu; lienthong.toml.example có đủ mọi mục làm mẫu.
error-config-unknown_key =
    .title = Tệp cấu hình có mục lạ
    .remedy = Xóa hoặc sửa tên mục tại dòng đã nêu; thông báo liệt kê các mục được phép.
error-config-invalid_value =
    .title = Giá trị cấu hình không dùng được
    .remedy = Đặt lại mục đã nêu theo docs/operating/configure.md.
error-config-missing_value =
    .title = Thiếu một giá trị cấu hình
    .remedy = Thêm mục đã nêu, hoặc bỏ mục đang cần đến nó.
error-config-ops_exposed =
    .title = Cổng vận hành mở ra mạng mà không có mã truy cập
    .remedy = Đặt ops.listen về 127.0.0.1, hoặc khai báo ops.token_file.
error-config-secret_inline =
    .title = Mật khẩu nằm ngay trong tệp cấu hình
    .remedy = Chuyển mật khẩu sang một tệp riêng và khai báo bằng mục *_file; hãy đổi mật khẩu đã lộ.
error-config-secret_unreadable =
    .title = Không đọc được tệp bí mật
    .remedy = Kiểm tra đường dẫn của mục *_file đã nêu và quyền đọc của người dùng chạy trục.
error-config-secret_empty =
    .title = Tệp bí mật rỗng
    .remedy = Ghi giá trị bí mật vào dòng đầu của tệp đã nêu.
error-config-mail_password_exposed =
    .title = Mật khẩu thư có thể bị lộ trên đường truyền
    .remedy = Đặt mail.starttls = "required", hoặc bỏ mail.user và mail.password_file.

error-hub-read_only =
    .title = Trục đang bảo trì, chỉ đọc được
    .remedy = Chưa có gì bị thay đổi. Thử lại sau; lý do bảo trì ghi ở đầu mỗi trang.
error-hub-reason_missing =
    .title = Thiếu lý do
    .remedy = Ghi lý do; nhật ký giữ lại cùng với việc này.
error-hub-secret_shown =
    .title = Mã này chỉ hiện một lần
    .remedy = Mã đã được tạo và vẫn dùng được, nhưng không xem lại được. Chưa kịp chép thì thu hồi mã này rồi tạo mã mới.
error-hub-upload_gone =
    .title = Tệp đã tải lên không còn được giữ
    .remedy = Trục chỉ giữ tệp chờ xác nhận trong ít phút. Tải lên lại; chưa có gì bị thay đổi.
error-hub-dead_letter_gone =
    .title = Bản gửi lỗi này không còn
    .remedy = Có thể người khác đã gửi lại hoặc kết thúc. Xem lại danh sách.
error-hub-internal =
    .title = Lỗi bên trong trục
    .remedy = Thử lại sau; nếu còn lỗi, báo cho người vận hành kèm mã yêu cầu.

## Chương trình ký

agent-ready =
    Chương trình ký đang chờ ở 127.0.0.1:{ $port }. Đóng bằng Ctrl-C.
    Chứng thư: { $subject }, có hiệu lực đến { $until }.
agent-code =
    { $origin } muốn ghép đôi. Chỉ nhập mã này vào trang của trục mà bạn đang mở.
    Mã: { $code }
agent-code-refused = Mã ghép đôi từ { $origin } không đúng.
agent-paired = Đã ghép đôi với { $origin }.
agent-until = { $subject }, có hiệu lực đến { $until }
agent-document-id = Mã văn bản
agent-place = Nơi ban hành
agent-competence = Quyền hạn ký
agent-position = Chức vụ
agent-to-place = Nơi nhận (ghi)
agent-sphere = Phạm vi lưu hành
agent-typer = Người soạn thảo
agent-copies = Số bản
agent-pages = Số trang
agent-direction = Văn bản chỉ đạo
agent-appendix = Phụ lục
agent-response-of = Trả lời cơ quan
agent-response-date = {""}  ngày
agent-response-id = {""}  mã văn bản
agent-business = Mã nghiệp vụ
agent-document-changed = Về văn bản
agent-reason = Lý do
agent-from-page = Trang yêu cầu
agent-certificate = Ký bằng
agent-signing-time = Thời điểm ký
agent-receivers = Nơi nhận ({ $count }):
agent-files = Tệp kèm theo ({ $count }):
agent-recall = THU HỒI
agent-update = CẬP NHẬT
agent-replace = THAY THẾ
agent-unknown-business = NGHIỆP VỤ LẠ
agent-response-for = Trả lời
agent-due = Hạn trả lời
agent-priority = Độ khẩn
agent-priority-word = { $word } (theo cách hiểu thông thường của số { $number })
agent-signer = Người ký
agent-content = Nội dung
agent-receiver-type = Loại thay đổi nơi nhận (thường: 0 thêm, 1 bớt)
agent-content-changed = Nội dung có đổi (1: có)
agent-receivers-changed = Nơi nhận có đổi (1: có)
agent-receiver-changed = Nơi nhận thêm/bớt
agent-agency = Cơ quan
agent-number = Số, ký hiệu
agent-date = Ngày ban hành
agent-type = Loại
agent-subject = Trích yếu
agent-counts = Nơi nhận: { $receivers }, tệp: { $files } (ghi đầy đủ ở trên).
agent-ask-word = Gõ  ký  (hoặc  ky ) rồi Enter để ký; gõ gì khác là từ chối:{" "}
agent-ask-password = Mật khẩu của tệp khóa (không hiện khi gõ):{" "}
agent-ask-pin = Mã PIN của thiết bị ký (không hiện khi gõ):{" "}
agent-ask-keypad = Nhập mã PIN trên bàn phím của chính thiết bị ký.
agent-few-tries = Cảnh báo: trước đó đã nhập sai mã PIN, chỉ còn ít lần thử.
agent-final-try = Cảnh báo: CHỈ CÒN MỘT LẦN thử mã PIN, nhập sai thiết bị sẽ bị khóa.
agent-signed = Đã ký và trả chữ ký cho trang.
agent-not-signed = Không ký: { $why }.
agent-not-signed-found = Không ký: { $why } ({ $detail }).
agent-stopped = Chương trình ký đã đóng.
agent-no-pairings = Chưa ghép đôi với trục nào.
agent-revoked = Đã bỏ { $count } ghép đôi.

## cli

cli-where = tại
cli-expected = cần
cli-found = thấy
cli-detail = chi tiết
cli-line = dòng
cli-column = cột
cli-request = Mã yêu cầu
cli-file = Tệp
cli-container = Loại gói
cli-judged-for = Xét tại lúc
cli-indication = Kết luận ETSI
cli-why = Vì sao
cli-remarks = Lưu ý
cli-valid = hợp lệ
cli-invalid = không hợp lệ
cli-open = chưa kết luận
cli-signature = Chữ ký { $number }
cli-entry = Mục
cli-signer = Người ký
cli-issuer = Nơi cấp
cli-signer-subject = Tên đầy đủ
cli-issuer-subject = Tên đầy đủ
cli-serial = Số chứng thư
cli-agency = Cơ quan
cli-level = Mức
cli-algorithm = Thuật toán
cli-claimed-time = Giờ khai ký
cli-revocation = Thu hồi
cli-revocation-not-evaluated = chưa xét
cli-revocation-not-checked = không hỏi, theo thiết lập
cli-revocation-not-published = nơi cấp không công bố
cli-revocation-unknown = chưa hỏi được
cli-timestamp = Dấu thời gian
cli-revocation-good = không bị thu hồi
cli-revocation-on-hold = đang bị tạm dừng
cli-revocation-revoked = đã bị thu hồi
cli-covers = Bao gồm
cli-step-container = Gói tệp
cli-step-format = Dạng chữ ký
cli-step-integrity = Toàn vẹn
cli-step-certificate-path = Chuỗi chứng thư số
cli-step-revocation = Chứng thư không bị thu hồi
cli-step-time = Thời hạn
cli-step-policy = Chính sách
cli-step-passed = đạt
cli-step-failed = không đạt
cli-step-open = chưa kết luận
cli-step-none = chưa xét
cli-verify-valid = Hợp lệ.
cli-verify-valid-untimed =
    { $files ->
        [1] Hợp lệ: { $agency } ký; tệp còn nguyên vẹn từ lúc ký.
       *[other] Hợp lệ: { $agency } ký; cả { $files } tệp còn nguyên vẹn từ lúc ký.
    }
cli-verify-integrity = Nội dung nguyên vẹn từ lúc ký; bên ký là ai thì chưa xét.
cli-verify-revocation = Chưa kết luận: nội dung nguyên vẹn, nhưng chưa hỏi được tình trạng chứng thư số.
cli-signed = Đã ký
cli-outcome-accepted = Trục đã nhận
cli-outcome-already-accepted = Trục đã nhận từ trước; đây là biên nhận gốc
cli-outcome-recorded = Đã ghi nhận
cli-outcome-already-recorded = Đã ghi nhận từ trước
cli-preflight-passes = Gửi được: không thấy gì bị từ chối
cli-preflight-refused = Gửi sẽ bị từ chối
cli-change-withdrawn = đã hủy gửi, nơi nhận chưa lấy về
cli-change-asked = đã hỏi, chờ nơi nhận trả lời (15 hoặc 16)
cli-change-bound = không còn hiệu lực tại nơi nhận
cli-change-nothing = không còn gì để làm
cli-protest = Ghi là ý kiến; việc thu hồi vẫn có hiệu lực
cli-question = Yêu cầu số
notice-arrived = văn bản mới đến
notice-returned = văn bản bị trả lại
notice-refused = gói tin bị từ chối
notice-changed = thu hồi, xin lấy lại
notice-answered = nơi nhận trả lời
notice-reminder = nhắc tiếp nhận
notice-escalation = đơn vị trực thuộc quá hạn
notice-expiry = hết hạn chờ
notice-digest = gộp một thư
cli-on = có gửi
cli-off = không gửi
cli-letters = Số lượng
cli-contradiction = Trái với báo cáo trước; giữ cả hai, trạng thái không đổi
cli-state = Trạng thái
cli-delivery = Mã chuyển
cli-number = Số, ký hiệu
cli-subject = Trích yếu
cli-document = Mã trên trục
cli-receipt = Biên nhận
cli-package = Gói
cli-from = Bên gửi
cli-to = Bên nhận
cli-came = Đến lúc
cli-due = Hạn trả lời
cli-received = Trục nhận lúc
cli-attempt = Lần gửi
cli-inbox-empty = Không có văn bản mới.
cli-declared = Đã khai số văn bản chỉ phát hành giấy
cli-count = Số văn bản
cli-declaration = Mã bản khai
cli-consistent = Nối tiếp: nhật ký { $new } bằng chứng giữ nguyên { $old } bằng chứng của điểm kiểm cũ, chỉ dài thêm
cli-audit-proven = Đã chứng minh: nhật ký có ghi điều này, ký bằng khóa được tin cậy.
cli-audit-disproven = Không chứng minh được: biên nhận này không đáng tin.
cli-audit-no-key = Chưa kết luận: biên nhận tự khớp, nhưng chưa có khóa nào để tin.
cli-log = Nhật ký
cli-tree = Số mục đã ký
cli-signed-by = Khóa ký
cli-witness = Chứng nhân
cli-no-witness = không có chứng nhân; hai bên so điểm kiểm tra mới thấy nhật ký bị tách nhánh
cli-package-not-given = không đưa gói để so
cli-package-matches = khớp với biên nhận
cli-package-differs = không khớp với biên nhận
cli-event = Sự kiện
cli-logged = Ghi lúc
cli-code = Mã
cli-leaf = Mục số
cli-done = Xong
cli-none = Không có.
cli-parent = Cơ quan chủ quản
cli-mail = Thư điện tử
cli-mail-failing = không nhận thư:
cli-aliases = Mã cũ
cli-closed = Ngừng từ
cli-suspended = Tạm ngừng từ
cli-agency-level = Cấp
cli-successor = Cơ quan kế thừa
cli-name-since = Tên gọi từ
cli-substitute = Đơn vị nhận thay
cli-merge-bindings = Số chứng thư số hết hiệu lực theo
cli-merge-systems = Số hệ thống còn mã truy cập
cli-merge-undelivered = Số văn bản đến chưa lấy
cli-merge-children = Đơn vị trực thuộc còn lại
cli-import-place = dòng { $row }, cột { $column }
cli-import-rows = Số dòng
cli-import-added = Mã mới
cli-import-changed = Mã thay đổi
cli-import-same = Mã giữ nguyên
cli-members = Thành viên
cli-nothing-written = Chưa ghi gì vào danh bạ.
cli-binding = Mã gắn chứng thư
cli-subject-rule = Chủ thể
cli-validity = Hiệu lực
cli-author = Người làm
cli-reason = Lý do
cli-person-mailed = Đã gửi thư có liên kết
cli-person-link = Mail chưa bật; đưa liên kết này cho đúng người, chỉ dùng được một lần:
cli-person-mail = Thư điện tử
cli-person-roles = Vai trò
cli-person-totp = Mã xác thực
cli-person-totp-on = đã cài
cli-person-totp-off = chưa cài
cli-person-id = Mã người dùng
cli-system = Hệ thống
cli-token = Mã truy cập
cli-token-once = Chỉ hiện một lần; cất vào tệp riêng, trục không giữ.
cli-issued = Cấp lúc
cli-expires = Hết hạn
cli-revoked = Thu hồi lúc
cli-words = Lời máy chủ thư
cli-attempts = Số lần thử
cli-since = Từ lúc
cli-retried = Đã cho gửi lại
cli-calendar = Lịch làm việc
cli-calendar-hub = của trục
cli-calendar-shipped = kèm theo chương trình
cli-calendar-version = Phiên bản
cli-calendar-hours = Giờ làm việc
cli-calendar-week = Tuần
cli-calendar-reading = Cách hiểu luật
cli-calendar-source = Căn cứ
cli-calendar-years = Các năm có bảng
cli-calendar-same = Tệp không thay đổi gì.
cli-calendar-settings = Thay đổi thiết lập
cli-calendar-dry = Chưa nhập: đây là những gì sẽ thay đổi.
cli-dev-pki = Chỉ để phát triển và thử nghiệm; không có giá trị ở nơi khác.

doctor-config = Cấu hình
    .remedy = Sửa tệp theo lienthong.toml.example.
doctor-key = Khóa nhật ký
    .remedy = Đặt tệp khóa đúng chỗ, quyền 0600 (chmod 600); lần chạy đầu trục tự tạo khóa.
doctor-secrets = Tệp bí mật
    .remedy = Tạo tệp, một dòng, quyền 0600 (chmod 600).
doctor-seal = Con dấu của trục
    .remedy = Gia hạn chứng thư của con dấu ([seal]) rồi khởi động lại trục; biên nhận dạng PDF không cần con dấu.
doctor-anchors = Chứng thư gốc
    .remedy = Đặt chứng thư CA còn hạn vào trust.seals; không có thì mọi gói đã ký bị từ chối.
doctor-tls = Chứng thư TLS
    .remedy = Gia hạn chứng thư máy chủ rồi khởi động lại trục.
doctor-store = Cơ sở dữ liệu
    .remedy = Kiểm tra store.url và mật khẩu; lần chạy đầu trục tự tạo bảng.
doctor-clock = Đồng hồ trục và cơ sở dữ liệu lệch
    .remedy = Sửa đồng bộ thời gian ở cả hai máy (QĐ 28/2018/QĐ-TTg Điều 14).
doctor-disk = Đĩa
    .remedy = Thêm chỗ trống cho thư mục store.objects; dưới mức sàn trục ngừng nhận gói.
doctor-guard = Mốc chống khôi phục nhầm
    .remedy = Xem docs/operating/recover.md; không xóa tệp này để trục chạy.
doctor-dead-letters = Thư không gửi được
    .remedy = Xem “lienthong admin dead-letters list”, sửa nguyên nhân rồi retry.
doctor-addresses = Địa chỉ không nhận thư
    .remedy = Xem “lienthong admin agency list”, liên hệ với đơn vị rồi sửa địa chỉ trong danh bạ.
doctor-calendar = Lịch làm việc
    .remedy = Nhập bảng của năm còn thiếu, hoặc bảng mới sau thông báo: “lienthong admin calendar import”; xem docs/operating/calendar.md.
doctor-mail = Máy chủ thư
    .remedy = Kiểm tra [mail] host, port, starttls, user, ca_file và mạng tới máy chủ thư.

event-SubmissionAcceptance = Trục nhận văn bản
event-SubmissionRejection = Trục từ chối gói
event-RelayAcceptance = Trục khác đã nhận
event-RelayRejection = Trục khác từ chối
event-RelayFailure = Không tới được trục khác
event-ConsignmentNotification = Đã báo thư cho văn phòng nơi nhận
event-ConsignmentNotificationFailure = Không báo thư được cho nơi nhận
event-ContentConsignment = Vào hộp thư nơi nhận
event-ContentConsignmentFailure = Không vào được hộp thư nơi nhận
event-ContentHandover = Nơi nhận đã lấy về
event-ContentHandoverFailure = Nơi nhận không lấy về trong hạn
event-DeliveryCancelled = Hủy gửi
event-StatusArrived = Đã đến (01)
event-StatusReturned = Bị trả lại (02)
event-StatusAccepted = Đã tiếp nhận (03)
event-StatusAssigned = Đã phân công (04)
event-StatusInProgress = Đang xử lý (05)
event-StatusCompleted = Hoàn thành (06)
event-TakeBackRequested = Xin lấy lại (13)
event-RequestAgreed = Đồng ý (15)
event-RequestDeclined = Không đồng ý (16)
event-UpdateRequested = Bản cập nhật, chờ đồng ý
event-DocumentReplaced = Bị thay thế
event-DocumentRecalled = Bị thu hồi
event-RequestLapsed = Yêu cầu không còn hiệu lực
event-VerdictRevised = Kết luận chữ ký được xét lại
event-ContentDeleted = Đã xóa nội dung
event-RejectionsCounted = Đếm các lần từ chối
event-PaperDeclared = Khai văn bản chỉ phát hành giấy
event-DirectoryChanged = Danh bạ thay đổi
event-CalendarChanged = Lịch làm việc thay đổi
event-BindingChanged = Gắn chứng thư thay đổi
event-KeyIntroduced = Khóa mới
event-KeyRetired = Khóa thôi dùng
event-EpochOpened = Mở kỳ nhật ký
event-CheckpointAnchored = Đóng dấu thời gian nhật ký
event-OperatorAct = Thao tác quản trị

## state

state-delivery-queued = Chờ gửi
    .hint = Trục đang giữ, sắp gửi
state-delivery-sending = Đang gửi
    .hint = Đang đẩy tới nơi nhận
state-delivery-delivered = Chưa lấy về
    .hint = Đã ở hộp thư nơi nhận
    .receiver = Mới đến
state-delivery-fetched = Đã lấy về
    .hint = Nơi nhận báo đã lấy nguyên vẹn
state-delivery-failed = Gửi lỗi
    .hint = Đã ngừng thử; xem nguyên nhân
state-delivery-cancelled = Đã hủy gửi
    .hint = Thu hồi trước khi lấy về
state-delivery-expired = Hết hạn chờ
    .hint = Không ai lấy về trong hạn
state-acknowledgement-none = Chưa phản hồi
    .hint = Nơi nhận chưa báo gì
state-acknowledgement-01 = Đã đến
    .hint = Văn thư chưa xử lý
state-acknowledgement-02 = Bị trả lại
    .hint = Từ chối, có lý do
state-acknowledgement-03 = Đã tiếp nhận
    .hint = Đã vào sổ văn bản đến
state-acknowledgement-04 = Đã phân công
    .hint = Lãnh đạo đã giao việc
state-acknowledgement-05 = Đang xử lý
    .hint = Đơn vị đang xử lý
state-acknowledgement-06 = Hoàn thành
    .hint = Đã xử lý xong
state-acknowledgement-contradiction = Mâu thuẫn
    .hint = Hai báo cáo trái nhau, giữ cả hai
state-standing-updated = Đã cập nhật
    .hint = Nơi nhận đồng ý dùng bản mới
state-standing-replaced = Đã thay thế
    .hint = Xem văn bản mới
state-standing-taken_back = Đã lấy lại
    .hint = Nơi nhận đồng ý
state-standing-recalled = Bị thu hồi
    .hint = Phải hủy và xác nhận
state-standing-recalled-confirmed = Đã hủy
    .hint = Nơi nhận xác nhận đã hủy văn bản bị thu hồi
state-question-take_back = Xin lấy lại
    .hint = Chờ trả lời
state-question-update = Chờ đồng ý
    .hint = Bản cập nhật đang chờ
state-acknowledgement-declined = Không đồng ý
    .hint = Trạng thái trước vẫn giữ
urgency-immediate = Hỏa tốc
urgency-very-urgent = Thượng khẩn
urgency-urgent = Khẩn
urgency-normal = Thường

## calendar

error-calendar-sheet =
    .title = Tệp lịch làm việc có lỗi
    .remedy = Sửa từng dòng được nêu, chạy lại “lienthong admin calendar check”, rồi mới nhập.
error-calendar-no_table =
    .title = Lịch không có bảng của năm này
    .remedy = Xem các năm đang có bằng “lienthong admin calendar show”, hoặc nhập bảng của năm đó.
error-calendar-moved =
    .title = Lịch vừa được người khác thay đổi
    .remedy = Xem lịch hiện hành, rồi nhập lại.
calendar-problem-syntax = tệp sai cú pháp
calendar-problem-too-large = tệp quá lớn
calendar-problem-empty = tệp không có bảng ngày, cũng không có thiết lập nào
calendar-problem-unknown-key = từ khóa không có nghĩa
calendar-problem-missing = thiếu mục này
calendar-problem-year = năm phải là số từ 2000 đến 2199
calendar-problem-date = không phải ngày (viết 2026-02-16)
calendar-problem-other-year = ngày không thuộc năm của bảng
calendar-problem-twice = ngày này đã có ở trên
calendar-problem-kind = loại ngày phải là off, full, morning hoặc afternoon
calendar-problem-basis = căn cứ phải là law, announced, computed hoặc uncertain
calendar-problem-name = tên hoặc nguồn trống, quá dài, hoặc có ký tự không hiện được
calendar-problem-worked-anyway = ngày làm bù mà lịch tuần vốn đã làm
calendar-problem-span = giờ phải viết như 07:30-11:30
calendar-problem-hours = giờ chồng nhau hoặc kết thúc trước khi bắt đầu
calendar-problem-week = tuần không có buổi sáng nào làm việc
calendar-problem-choice = giá trị không có trong các lựa chọn
calendar-kind-off = nghỉ
calendar-kind-full = làm việc
calendar-kind-morning = chỉ làm sáng
calendar-kind-afternoon = chỉ làm chiều
calendar-basis-law = luật định
calendar-basis-announced = đã thông báo
calendar-basis-computed = tính theo luật, chờ thông báo
calendar-basis-uncertain = chưa đối chiếu
calendar-problem-minutes = số phút phải từ 1 đến 1440

## deadline

deadline-hours-left = còn { $hours } giờ { $minutes } phút
deadline-minutes-left = còn { $minutes } phút
deadline-today = trước { $time } hôm nay
deadline-tomorrow = trước { $time } mai
deadline-weekday = trước { $time } { $weekday }
deadline-working-days-left = còn { $days } ngày làm việc
deadline-date = hạn { $date }
deadline-minutes-late = đã quá { $minutes } phút
deadline-hours-late = đã quá { $hours } giờ { $minutes } phút
deadline-whole-hours-late = đã quá { $hours } giờ
deadline-working-days-overdue = quá hạn { $days } ngày làm việc
deadline-nothing-left = không còn việc
deadline-none = không có hạn
deadline-in-time = đúng hạn
deadline-late = trễ: { $late }
deadline-unsure = chưa chắc: lịch có ngày chưa đối chiếu với thông báo
deadline-unknown-year = chưa chắc: chưa có lịch của năm này
weekday-1 = thứ Hai
weekday-2 = thứ Ba
weekday-3 = thứ Tư
weekday-4 = thứ Năm
weekday-5 = thứ Sáu
weekday-6 = thứ Bảy
weekday-7 = Chủ nhật

## verdict

verdict-valid =
    { $files ->
        [1] Hợp lệ: { $agency } ký lúc { $time } ngày { $date }; tệp còn nguyên vẹn từ lúc ký.
       *[other] Hợp lệ: { $agency } ký lúc { $time } ngày { $date }; cả { $files } tệp còn nguyên vẹn từ lúc ký.
    }
    .claimed = giờ ký do bên ký khai
    .proven = giờ theo dấu thời gian
verdict-pdf-signed = đã ký số trọn vẹn
verdict-pdf-open = có chữ ký số, chưa kết luận
verdict-pdf-unsigned = không có chữ ký số
verdict-pdf-changed = nội dung bị thay đổi sau khi ký
verdict-pdf-broken = chữ ký số trong tệp không đúng
verdict-pdf-not-evaluated = không xét được chữ ký số trong tệp
verdict-pdf-page = trang { $page }
verdict-steps = Các bước kiểm tra
verdict-invalid-changed = Không hợp lệ: { $file } đã bị thay đổi sau khi ký.
verdict-invalid-agency = Không hợp lệ: chữ ký không phải của { $agency }.
verdict-invalid-revoked = Không hợp lệ: chứng thư số bị thu hồi ngày { $date }, trước khi ký.
verdict-invalid-other = Không hợp lệ: { $reason }.
verdict-invalid-advice = Không dùng; trả lại bên gửi.
verdict-indeterminate = Chưa kết luận: { $reason }.
verdict-indeterminate-revocation = Chưa kết luận: nội dung nguyên vẹn, nhưng chưa hỏi được tình trạng chứng thư số. Hệ thống tự hỏi lại.
verdict-none = Không ký số: chỉ để tham khảo.

## demo

demo-years = Hai năm trước đó: { $count } văn bản ký thật, { $copies } bản gửi, đã lấy về, phản hồi, hết hạn như thường ngày
demo-morning = Những ngày qua và sáng nay: { $count } văn bản, { $copies } bản gửi
demo-directory = Danh bạ: { $count } cơ quan
demo-asice = Văn bản { $number } của { $from }, gói ASiC-E có 2 tệp PDF, gửi { $count } nơi
demo-bare = Văn bản { $number } của { $from }, một tệp edXML, gửi { $count } nơi
demo-tampered = Gói bị sửa trên đường: một byte của công văn đã đổi, tệp nén vẫn mở được
demo-groups = Nhóm nơi nhận và một hộp thư không còn
demo-morning-gone = Văn bản { $number } của { $from } gửi nơi có hộp thư không còn
demo-morning-refused = Máy chủ thư từ chối { $address }: có trong danh sách thư không gửi được
demo-resend = Gửi lại gói đầu tiên
demo-recall = Văn bản { $number } của { $from } gửi { $count } nơi, rồi bị thu hồi
demo-recalled = Thu hồi, lý do: { $reason }
demo-no-content = { $agency } không còn được cấp nội dung
demo-update = Văn bản { $number } của { $from } cập nhật văn bản đã gửi, gửi { $count } nơi
demo-reminder = Văn bản { $number } của { $from } gửi { $count } nơi, chưa ai lấy về
demo-before = Đồng hồ của trục chuyển tới { $time }: nhắc { $count } nơi nhận, sắp hết hạn
demo-overdue = Đồng hồ của trục chuyển tới { $time }: chỉ nhắc { $count } nơi chưa lấy về
demo-merger = { $old } nhập vào { $new }
demo-merger-before = Trước khi nhập: văn bản { $number } của { $from } gửi { $count } nơi, còn nằm trong hộp đến của mã cũ
demo-merger-after = Sau khi nhập: văn bản { $number } của { $from } vẫn gửi tới mã cũ, { $count } nơi nhận
demo-merger-plan = Xem trước: { $count } văn bản chưa lấy về sẽ chuyển sang đơn vị mới
demo-merger-named = Ghi rõ đã gửi tới mã cũ { $code }
demo-paper = { $agency } khai { $count } văn bản chỉ phát hành giấy, tháng { $month }
demo-mails = Thư báo: { $count } thư đã tới hộp thư các cơ quan
demo-receipts = Biên nhận: { $count } biên nhận, kiểm chứng không cần hỏi trục
demo-rates = Tỷ lệ trao đổi, tháng { $month }
demo-proof = Cả hai năm, từ tháng { $from } tới tháng { $month }
demo-people = Trang cho người dùng: { $address }; những người có thể đăng nhập
demo-receipt-there = Có biên nhận
demo-hub-verdict = Trục xét: chữ ký hợp lệ, của { $agency }
demo-deliveries = Mỗi nơi nhận có một bản trong hộp thư
demo-digest = Tải về, mã băm khớp
demo-own-verdict = Nơi nhận tự kiểm tra: chữ ký hợp lệ
demo-fetched = Báo đã lấy về
demo-status-file = { $state }, bằng tệp trạng thái edXML có ký số
demo-sender-sees = Bên gửi thấy
demo-history = Lịch sử { $count } sự kiện, sự kiện nào cũng có biên nhận
demo-place = Chỗ sai: { $place }
demo-same-receipt = Biên nhận gốc, giống từng byte ({ $bytes } byte)
demo-no-second = Không có bản gửi thứ hai
demo-mail-ids = Mỗi thư một Message-ID
demo-proven = Mọi biên nhận đều được chứng minh bằng khóa của nhật ký
demo-not-proven = Biên nhận không chứng minh cho gói khác
demo-log = Đọc lại cả nhật ký: { $count } mục, đúng cây đã ký
demo-recounted = Đếm lại từ nhật ký, khớp với trục
demo-all-held = ✓ Mọi điều đều đúng: { $count } phép kiểm, { $seconds } giây.
demo-some-failed = ✗ Có { $count } phép kiểm không đúng, sau { $seconds } giây.
demo-look = Xem ở đâu
demo-look-console = Trang cho người dùng
demo-look-docs = Mô tả API
demo-look-ops = Số đo
demo-look-mails = Thư đã tới
demo-look-book = Cho chương trình
demo-try = Thử
demo-stop = Ctrl-C để dừng.
