
## console: the frame around every page

console-name = Liên thông
console-skip = Tới nội dung chính
console-rail = Chính
console-help = Trợ giúp
console-log-size = Nhật ký minh bạch: { $count } bằng chứng
console-log-time = Điểm chốt { $time }
console-organ-id = Mã định danh { $code }
console-hub = Trục liên thông văn bản
console-search = Tìm văn bản
console-search-hint = Số/ký hiệu, trích yếu, nơi gửi; không cần dấu
console-other-language = English
console-sign-out = Đăng xuất

role-clerk = Văn thư
role-reader = Người xem
role-agency_admin = Quản trị đơn vị
role-auditor = Kiểm tra
role-operator = Vận hành

rail-in = Văn bản đến
rail-out = Văn bản đi
rail-compose = Soạn văn bản
rail-rates = Báo cáo
rail-unanswered = Chưa phản hồi
rail-paper = Văn bản giấy
rail-book = Sổ công văn
rail-agency = Đơn vị của tôi
rail-status = Tình trạng
rail-dead-letters = Gửi lỗi
rail-queues = Hàng đợi
rail-directory = Cơ quan
rail-log = Nhật ký
rail-access = Truy cập
table-sideways = Kéo ngang để xem các cột còn lại.
chart-sideways = Kéo ngang để xem các tháng còn lại.
rail-keys = Khóa, chứng thư
rail-addresses = Địa chỉ hỏng
rail-people = Người dùng
rail-storage = Dung lượng
rail-configuration = Cấu hình

door-title = Trục liên thông văn bản
door-in = Văn bản nào đến, việc gì phải làm, trước mấy giờ
door-out = Văn bản đã gửi đang ở đâu, tại từng nơi nhận
door-proof = Mỗi lần giao nhận có biên nhận, ai cũng kiểm tra được

failure-for-support = Mã lỗi, khi cần hỗ trợ
failure-start = Về trang đầu

help-lead = Phím tắt và nghĩa của các từ trên màn hình.
help-keys = Phím tắt
help-keys-lead = Không hoạt động khi đang gõ chữ. Tắt được trong Tài khoản. Không phím nào trả lại, thu hồi hay gửi văn bản.
help-key-rows = Dòng sau, dòng trước
help-key-open = Mở văn bản
help-key-select = Chọn, bỏ chọn dòng
help-key-accept = Tiếp nhận các dòng đã chọn; chưa chọn thì dòng đang đứng
help-key-mine = Tôi phụ trách các dòng đã chọn; chưa chọn thì dòng đang đứng
help-key-compose = Soạn văn bản mới
help-key-search = Tìm
help-key-in = Tới Văn bản đến
help-key-out = Tới Văn bản đi
help-key-help = Trang này
help-key-back = Quay lại
help-words = Nghĩa của từ
help-word-received = Nhận
help-word-received-is = Việc của máy: trục đã giữ gói tin và cấp biên nhận.
help-word-fetched = Lấy về
help-word-fetched-is = Phần mềm của nơi nhận đã tải nguyên vẹn gói tin.
help-word-accepted = Tiếp nhận
help-word-accepted-is = Việc của văn thư: đã xem và vào sổ văn bản đến.
help-word-recall = Thu hồi
help-word-recall-is = Theo luật: nơi nhận phải hủy văn bản và xác nhận.
help-word-take-back = Lấy lại
help-word-take-back-is = Một lời xin: nơi nhận có thể không đồng ý.
help-word-cancel = Hủy gửi
help-word-cancel-is = Trước khi có nơi nào lấy về.
failure-forbidden = Trang này dành cho vai trò khác
    .remedy = Tài khoản đang dùng không có vai trò cần cho trang này. Cần dùng thì hỏi người quản trị của đơn vị.
failure-not-there = Không có trang này
    .remedy = Có thể liên kết đã cũ hoặc chép thiếu. Về trang đầu, hoặc tìm theo số, ký hiệu.
console-places = Tất cả các trang
