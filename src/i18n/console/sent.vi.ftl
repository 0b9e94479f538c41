
## console: văn bản đi, gửi gói tin, sổ công văn

sent-where = Vị trí
sent-act = Thao tác
sent-verdict = Chữ ký số

size-bytes = { $count } byte
size-kib = { $size } KB
size-mib = { $size } MB

upload-title = Gửi gói tin đã ký
upload-lead = Tải gói tin lên, xem chữ ký số và nơi nhận, rồi mới gửi. Chưa bấm Gửi thì chưa nơi nào nhận được gì.
upload-attempt = Gửi lại, lần thứ { $count }: chỉ gửi được khi mọi nơi nhận trong gói đã trả lại hoặc chưa từng lấy về.
upload-step-one = Bước 1: tải lên
upload-step-two = Bước 2: gửi
upload-most = Tối đa { $size } một gói
upload-file = Tệp gói tin
upload-file-hint = Chọn tệp .asice hoặc .edxml, hoặc kéo tệp thả vào khung này. Đứt mạng thì gửi tiếp được.
upload-button = Tải lên và kiểm tra
upload-problem = Chưa tải lên được
upload-choose-one = Chọn một tệp có nội dung
upload-progress = Đang tải lên: { $percent }%
upload-checking = Đã tải lên đủ. Đang kiểm tra chữ ký số…
upload-lost = Mất kết nối ở { $percent }%.
upload-continue = Gửi tiếp
upload-session-ended = Phiên đã hết hạn. Đăng nhập lại rồi chọn đúng tệp này: phần đã tải lên vẫn còn.
upload-failed = Chưa tải lên được. Bấm Tải lên và kiểm tra để thử lại.
upload-waiting = Đang chờ gửi
upload-waiting-lead = Giữ 24 giờ, chỉ mình người tải lên thấy
upload-package = Gói tin
upload-here = Đã tải lên
upload-begun = Lúc
upload-not-sent = Chưa gửi
upload-part = Mới có { $count }%
upload-part-hint = Chọn lại đúng tệp này ở trên: phần đã tải lên không phải gửi lại.
upload-look = Kiểm tra và gửi
upload-discard = Bỏ

upload-review-title = Kiểm tra trước khi gửi
upload-review-lead = Gói tin đã ở trên trục, chưa gửi cho ai.
upload-faults = { $count } điều khiến gói tin này không gửi được
upload-paper = Văn bản
upload-number = Số, ký hiệu
upload-issued = Ngày ban hành
upload-subject = Trích yếu
upload-from = Nơi gửi
upload-due = Hạn trả lời
upload-changes = Đối với văn bản trước
upload-change-recall = Thu hồi { $document } tại { $count } nơi
upload-change-update = Cập nhật { $document } tại { $count } nơi
upload-change-replace = Thay thế { $document } tại { $count } nơi
upload-change-take_back = Lấy lại { $document } tại { $count } nơi
upload-receivers = { $count } nơi nhận
upload-receiver-unknown = Không có trong danh bạ
upload-receiver-instead = nay là { $agency }
upload-files = { $count } tệp
upload-unread = Chưa đọc nội dung: chỉ đọc những gì chữ ký số bảo đảm.
upload-already = Chính gói tin này đã gửi trước đây. Gửi lần nữa không tạo văn bản mới, chỉ trả về biên nhận đầu tiên.
upload-see = Xem văn bản đã gửi
upload-send = Gửi tới { $count } nơi
upload-send-word = Gửi
upload-send-again = Lấy lại biên nhận đầu tiên
upload-not-now = Gói tin này không gửi được; lý do và cách sửa ở phía trên. Sửa trong phần mềm đã tạo gói, ký lại rồi tải lên.
upload-waits = Không gửi thì sau 24 giờ trục tự xóa.
