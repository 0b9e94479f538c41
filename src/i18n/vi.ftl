# Lienthong — chuỗi tiếng Việt. Mỗi khóa có ở cả hai ngôn ngữ; một phép thử so hai danh sách.

## request

## auth

## xml

## package

## edxml

## signature

## certificate, revocation

## binding

## document, agency, acknowledgement

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

error-delivery-digest_mismatch =
    .title = Tệp đã nhận không khớp với tệp của trục
    .remedy = Tải lại gói tin, kiểm tra SHA-256 rồi báo nhận.

error-declaration-not_standing =
    .title = Kê khai cần thay thế không còn hiệu lực
    .remedy = Tải kê khai mới nhất của tháng rồi thay thế kê khai đó.

## evidence

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

## mail, delivery

## config, cli

error-hub-internal =
    .title = Lỗi bên trong trục
    .remedy = Thử lại sau; nếu còn lỗi, báo cho người vận hành kèm mã yêu cầu.
