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
