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

error-signature-algorithm_not_yet =
    .title = Phiên bản này chưa kiểm tra được thuật toán ký
    .remedy = Tạm thời ký bằng RSA PKCS#1 v1.5 hoặc ECDSA P-256, P-384.

error-signature-algorithm_unknown =
    .title = Thuật toán ký không được chấp nhận
    .remedy = Ký lại bằng RSA hoặc ECDSA với SHA-256 trở lên.

error-sign-key_unreadable =
    .title = Không đọc được khóa bí mật
    .remedy = Dùng tệp PEM (PKCS #8) không có mật khẩu.

error-sign-key_not_of_certificate =
    .title = Khóa không thuộc chứng thư số
    .remedy = Kiểm tra lại --key và --cert.

error-sign-document =
    .title = Không ký được văn bản này
    .remedy = Xem chi tiết; văn bản phải là edXML hợp lệ và chưa có chữ ký.

error-sign-io =
    .title = Đọc hoặc ghi tệp không thành công khi ký
    .remedy = Kiểm tra đường dẫn, quyền và dung lượng đĩa rồi ký lại.

error-signature-key_mismatch =
    .title = Khóa và thuật toán ký không cùng loại
    .remedy = Kiểm tra phần mềm ký: SignatureMethod phải hợp với khóa trong chứng thư số.

error-signature-value_length =
    .title = Giá trị chữ ký sai độ dài
    .remedy = Kiểm tra phần mềm ký; giá trị ECDSA phải là r‖s, không phải DER.

error-signature-value_wrong =
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

error-revocation-not_published =
    .title = Chứng thư không công bố nguồn thu hồi
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

## evidence

## store, payload

## mail, delivery

## config, cli

error-hub-internal =
    .title = Lỗi bên trong trục
    .remedy = Thử lại sau; nếu còn lỗi, báo cho người vận hành kèm mã yêu cầu.
