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
