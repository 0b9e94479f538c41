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
error-agency-organ_id_form =
    .title = Mã định danh cơ quan không đúng dạng
    .remedy = Ghi mã theo QCVN 102:2016 (13 ký tự, ví dụ 000.00.01.H53) hoặc QĐ 20/2020 (ví dụ H37.DN.001).

error-agency-unknown =
    .title = Không có cơ quan nào mang mã này
    .remedy = Kiểm tra mã định danh trong danh bạ cơ quan; nếu mã đúng, đề nghị đơn vị vận hành bổ sung.

error-agency-closed =
    .title = Mã định danh đã đóng
    .remedy = Cơ quan này không còn hoạt động với mã đã ghi; dùng mã của cơ quan kế thừa.

error-agency-successor_circle =
    .title = Danh bạ chuyển tiếp vòng tròn
    .remedy = Báo cho đơn vị vận hành sửa chuỗi cơ quan kế thừa của mã này.

error-acknowledgement-unknown_code =
    .title = Mã trạng thái không có trong quy định
    .remedy = Dùng một trong các mã 01, 02, 03, 04, 05, 06, 13, 15, 16.

error-acknowledgement-not_yet =
    .title = Trục chưa xử lý mã trạng thái này
    .remedy = Hiện chỉ nhận các mã từ 01 đến 06; trao đổi trực tiếp với cơ quan kia về việc lấy lại hoặc cập nhật.

error-business-unknown_type =
    .title = Loại nghiệp vụ không có trong quy định
    .remedy = Ghi loại nghiệp vụ 0 (văn bản mới) hoặc bỏ trống.

error-business-not_yet_recall =
    .title = Trục chưa xử lý việc thu hồi văn bản
    .remedy = Thông báo thu hồi cho các nơi nhận bằng một văn bản mới.

error-business-not_yet_update =
    .title = Trục chưa xử lý việc cập nhật văn bản
    .remedy = Gửi nội dung đã sửa thành một văn bản mới.

error-business-not_yet_replace =
    .title = Trục chưa xử lý việc thay thế văn bản
    .remedy = Gửi văn bản thay thế thành một văn bản mới và nêu rõ văn bản bị thay thế.

error-delivery-illegal_transition =
    .title = Việc này không làm được ở trạng thái hiện tại của lượt gửi
    .remedy = Xem lại trạng thái của lượt gửi rồi chọn việc phù hợp.

## evidence

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
