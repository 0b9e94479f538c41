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

## evidence

## store, payload

## mail, delivery

## config, cli

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

error-hub-internal =
    .title = Lỗi bên trong trục
    .remedy = Thử lại sau; nếu còn lỗi, báo cho người vận hành kèm mã yêu cầu.

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
urgency-immediate = Hỏa tốc
urgency-very-urgent = Thượng khẩn
urgency-urgent = Khẩn
urgency-normal = Thường

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
deadline-working-days-overdue = quá hạn { $days } ngày làm việc
deadline-nothing-left = không còn việc
deadline-none = không có hạn
weekday-1 = thứ Hai
weekday-2 = thứ Ba
weekday-3 = thứ Tư
weekday-4 = thứ Năm
weekday-5 = thứ Sáu
weekday-6 = thứ Bảy
weekday-7 = Chủ nhật

## verdict

verdict-valid = Hợp lệ: { $agency } ký lúc { $time } ngày { $date }; cả { $files } tệp còn nguyên vẹn từ lúc ký.
    .claimed = giờ ký do bên ký khai
verdict-invalid-changed = Không hợp lệ: { $file } đã bị thay đổi sau khi ký.
verdict-invalid-agency = Không hợp lệ: chữ ký không phải của { $agency }.
verdict-invalid-revoked = Không hợp lệ: chứng thư số bị thu hồi ngày { $date }, trước khi ký.
verdict-invalid-other = Không hợp lệ: { $reason }.
verdict-invalid-advice = Không dùng; trả lại bên gửi.
verdict-indeterminate = Chưa kết luận: { $reason }.
verdict-indeterminate-revocation = Chưa kết luận: nội dung nguyên vẹn, nhưng chưa hỏi được tình trạng chứng thư số. Hệ thống tự hỏi lại.
verdict-none = Không ký số: chỉ để tham khảo.
