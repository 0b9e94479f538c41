//! The tables, for Diesel: one schema for both backends, of BigInt, SmallInt, Bool, Text and Binary only. Kept by hand;
//! `migrations/` says what each column means.

diesel::table! {
    agency (organ_id) {
        organ_id -> Text,
        name -> Text,
        parent -> Nullable<Text>,
        level -> SmallInt,
        mail -> Text,
        mail_subject -> Bool,
        allows_legacy -> Bool,
        valid_from -> BigInt,
        valid_until -> Nullable<BigInt>,
        suspended_from -> Nullable<BigInt>,
    }
}

diesel::table! {
    agency_called (organ_id, from_time) {
        organ_id -> Text,
        from_time -> BigInt,
        name -> Text,
    }
}

diesel::table! {
    receiver_group (name) {
        name -> Text,
        title -> Text,
        members -> Text,
    }
}

diesel::table! {
    substitute (agency, from_time) {
        agency -> Text,
        from_time -> BigInt,
        until_time -> Nullable<BigInt>,
        stands_in -> Text,
    }
}

diesel::table! {
    expiry_notice (binding, ends, days) {
        binding -> Binary,
        ends -> BigInt,
        days -> SmallInt,
    }
}

diesel::table! {
    alias (organ_id) {
        organ_id -> Text,
        successor -> Text,
        from_time -> BigInt,
    }
}

diesel::table! {
    directory (version) {
        version -> BigInt,
        sha256 -> Binary,
        at -> BigInt,
        epoch -> BigInt,
        leaf -> BigInt,
        leaf_size -> BigInt,
    }
}

diesel::table! {
    calendar (version) {
        version -> BigInt,
        agency -> Nullable<Text>,
        body -> Nullable<Text>,
        sha256 -> Binary,
        at -> BigInt,
        epoch -> BigInt,
        leaf -> BigInt,
        leaf_size -> BigInt,
    }
}

diesel::table! {
    system (id) {
        id -> Binary,
        agency -> Nullable<Text>,
        name -> Text,
        token_sha256 -> Binary,
        issued_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    binding (id, version) {
        id -> Binary,
        version -> BigInt,
        current -> Bool,
        agency -> Text,
        certificate_sha256 -> Nullable<Binary>,
        spki_sha256 -> Nullable<Binary>,
        attributes -> Text,
        valid_from -> BigInt,
        valid_until -> Nullable<BigInt>,
        author -> Text,
        reason -> Text,
        epoch -> BigInt,
        leaf -> BigInt,
        leaf_size -> BigInt,
        revoked_from -> Nullable<BigInt>,
        not_after -> Nullable<BigInt>,
    }
}

diesel::table! {
    document (uuid) {
        uuid -> Binary,
        issuer -> Text,
        document_id -> Text,
        attempt -> SmallInt,
        from_named -> Text,
        carrier -> Text,
        system -> Nullable<Binary>,
        received -> BigInt,
        accepted -> BigInt,
        month -> BigInt,
        content_sha256 -> Binary,
        content_size -> BigInt,
        signed -> Text,
        pdf -> Text,
        verdict_code -> Text,
        binding_id -> Nullable<Binary>,
        binding_version -> Nullable<BigInt>,
        doc_salt -> Binary,
        pkg_salt -> Binary,
        content_salt -> Binary,
        receivers -> BigInt,
        epoch -> BigInt,
        leaf -> BigInt,
        leaf_size -> BigInt,
        pos -> BigInt,
        last_pos -> BigInt,
        business -> Text,
        person -> Nullable<Binary>,
        send_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    listing (n) {
        n -> BigInt,
        document -> Binary,
        subject -> Text,
        number -> Text,
        notation -> Text,
        issued -> Nullable<Text>,
        type_name -> Text,
        urgency -> Nullable<SmallInt>,
        due -> Nullable<Text>,
        search -> Text,
    }
}

diesel::table! {
    certificate_chain (sha256) {
        sha256 -> Binary,
        der -> Binary,
    }
}

diesel::table! {
    submission (document) {
        document -> Binary,
        package_sha256 -> Binary,
        package_size -> BigInt,
        container -> Text,
        payload -> Nullable<Binary>,
        object_key -> Nullable<Text>,
        verdict_json -> Text,
        verdict_sha256 -> Binary,
        chain_sha256 -> Nullable<Binary>,
    }
}

diesel::table! {
    delivery (id) {
        id -> Binary,
        document -> Binary,
        agency -> Text,
        named -> Text,
        issuer -> Text,
        month -> BigInt,
        state -> Text,
        since -> BigInt,
        recall_pending -> Bool,
        ack -> Text,
        open_request -> Nullable<BigInt>,
        requests -> BigInt,
        heard -> Bool,
        delivered_at -> Nullable<BigInt>,
        fetched_at -> Nullable<BigInt>,
        fetched_epoch -> Nullable<BigInt>,
        fetched_leaf -> Nullable<BigInt>,
        fetched_size -> Nullable<BigInt>,
        epoch -> BigInt,
        leaf -> BigInt,
        leaf_size -> BigInt,
        pos -> BigInt,
        standing -> Text,
        recall_answer -> Text,
        open_question -> Nullable<Text>,
        remind_at -> Nullable<BigInt>,
        reminded -> Nullable<Text>,
        expired_pos -> Nullable<BigInt>,
        accept_by -> Nullable<BigInt>,
        accept_known -> Bool,
        answer_by -> Nullable<BigInt>,
        accepted_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    digest (agency) {
        agency -> Text,
        times -> Text,
        next -> BigInt,
        told -> BigInt,
    }
}

diesel::table! {
    mail_failing (agency, address) {
        agency -> Text,
        address -> Text,
        since -> BigInt,
        reply -> Text,
    }
}

diesel::table! {
    notice_rule (agency, rule) {
        agency -> Text,
        rule -> Text,
        wanted -> Bool,
    }
}

diesel::table! {
    business_change (pos) {
        pos -> BigInt,
        kind -> Text,
        document -> Nullable<Binary>,
        target -> Binary,
        delivery -> Binary,
        agency -> Text,
        issuer -> Text,
        carrier -> Text,
        system -> Nullable<Binary>,
        message_sha256 -> Binary,
        authn -> Text,
        reason -> Nullable<Text>,
        outcome -> Text,
        request -> Nullable<BigInt>,
        answer -> Nullable<Text>,
        answered -> Nullable<BigInt>,
        received -> BigInt,
        epoch -> BigInt,
        leaf -> BigInt,
        leaf_size -> BigInt,
        person -> Nullable<Binary>,
    }
}

diesel::table! {
    acknowledgement (id) {
        id -> Binary,
        delivery -> Binary,
        document -> Binary,
        reporter -> Text,
        carrier -> Text,
        system -> Nullable<Binary>,
        code -> SmallInt,
        reason -> Nullable<Text>,
        stated -> Nullable<BigInt>,
        message_sha256 -> Binary,
        authn -> Text,
        received -> BigInt,
        contradiction -> Bool,
        epoch -> BigInt,
        leaf -> BigInt,
        leaf_size -> BigInt,
        pos -> BigInt,
        person -> Nullable<Binary>,
    }
}

diesel::table! {
    rejection (id) {
        id -> Binary,
        package_sha256 -> Binary,
        package_size -> BigInt,
        received -> BigInt,
        carrier -> Text,
        system -> Nullable<Binary>,
        from_proven -> Nullable<Text>,
        document_id -> Nullable<Text>,
        code -> Text,
        verdict_json -> Text,
        doc_salt -> Binary,
        pkg_salt -> Binary,
        epoch -> BigInt,
        leaf -> BigInt,
        leaf_size -> BigInt,
        pos -> BigInt,
    }
}

diesel::table! {
    rejection_surplus (carrier, system, minute) {
        carrier -> Text,
        system -> Binary,
        minute -> BigInt,
        count -> BigInt,
        epoch -> Nullable<BigInt>,
        leaf -> Nullable<BigInt>,
        leaf_size -> Nullable<BigInt>,
    }
}

diesel::table! {
    declaration (id) {
        id -> Binary,
        agency -> Text,
        system -> Nullable<Binary>,
        month -> BigInt,
        count -> BigInt,
        supersedes -> Nullable<Binary>,
        standing -> Bool,
        received -> BigInt,
        epoch -> BigInt,
        leaf -> BigInt,
        leaf_size -> BigInt,
        pos -> BigInt,
        person -> Nullable<Binary>,
    }
}

diesel::table! {
    job (id) {
        id -> Binary,
        kind -> Text,
        agency -> Text,
        delivery -> Nullable<Binary>,
        document -> Nullable<Binary>,
        payload_json -> Text,
        created -> BigInt,
        due -> BigInt,
        attempts -> BigInt,
        claim -> Nullable<Binary>,
        dead -> Bool,
        code -> Nullable<Text>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    notification (id) {
        id -> Binary,
        kind -> Text,
        agency -> Text,
        delivery -> Nullable<Binary>,
        document -> Nullable<Binary>,
        placed -> Bool,
        reply -> Text,
        at -> BigInt,
        epoch -> BigInt,
        leaf -> BigInt,
        leaf_size -> BigInt,
    }
}

diesel::table! {
    idempotency (system, key) {
        system -> Binary,
        key -> Text,
        digest -> Binary,
        target -> Binary,
        until -> BigInt,
    }
}

diesel::table! {
    access_log (id) {
        id -> Binary,
        at -> BigInt,
        agency -> Text,
        system -> Nullable<Binary>,
        person -> Nullable<Binary>,
        document -> Nullable<Binary>,
        delivery -> Nullable<Binary>,
        what -> Text,
        detail -> Nullable<Text>,
    }
}

diesel::table! {
    operator_act (id) {
        id -> Binary,
        at -> BigInt,
        actor -> Text,
        reason -> Text,
        act -> Text,
        detail_json -> Text,
        epoch -> BigInt,
        leaf -> BigInt,
        leaf_size -> BigInt,
        pos -> BigInt,
    }
}

diesel::table! {
    log_leaf (epoch, idx) {
        epoch -> BigInt,
        idx -> BigInt,
        hash -> Binary,
        body -> Binary,
    }
}

diesel::table! {
    log_tile (epoch, level, n) {
        epoch -> BigInt,
        level -> SmallInt,
        n -> BigInt,
        hashes -> Binary,
    }
}

diesel::table! {
    log_head (one) {
        one -> SmallInt,
        epoch -> BigInt,
        size -> BigInt,
        root -> Binary,
        edge -> Binary,
        time -> BigInt,
    }
}

diesel::table! {
    log_seq (agency) {
        agency -> Text,
        next -> BigInt,
    }
}

diesel::table! {
    log_checkpoint (epoch, size) {
        epoch -> BigInt,
        size -> BigInt,
        root -> Binary,
        note -> Nullable<Text>,
        vkey -> Nullable<Text>,
        at -> BigInt,
    }
}

diesel::table! {
    log_batch (id) {
        id -> Binary,
        at -> BigInt,
    }
}

diesel::table! {
    verdict_revision (id) {
        id -> Binary,
        document -> Binary,
        code -> Text,
        verdict_json -> Text,
        verdict_sha256 -> Binary,
        at -> BigInt,
        epoch -> BigInt,
        leaf -> BigInt,
        leaf_size -> BigInt,
        pos -> BigInt,
    }
}

diesel::table! {
    pki_answer (certificate_sha256) {
        certificate_sha256 -> Binary,
        certificate -> Binary,
        issuer -> Binary,
        answer_sha256 -> Nullable<Binary>,
        asked -> BigInt,
        due -> BigInt,
        failures -> BigInt,
    }
}

diesel::table! {
    pki_blob (sha256) {
        sha256 -> Binary,
        kind -> Text,
        der -> Binary,
    }
}

diesel::table! {
    webhook (id) {
        id -> Binary,
        agency -> Text,
        url -> Text,
        secret -> Text,
        kinds -> Text,
        created -> BigInt,
        place -> BigInt,
        due -> BigInt,
        attempts -> BigInt,
        claim -> Nullable<Binary>,
        disabled_at -> Nullable<BigInt>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    hub_setting (name) {
        name -> Text,
        reason -> Text,
        actor -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    person (id) {
        id -> Binary,
        mail -> Text,
        name -> Text,
        password -> Nullable<Text>,
        totp -> Nullable<Binary>,
        totp_new -> Nullable<Binary>,
        totp_step -> BigInt,
        subject -> Nullable<Text>,
        lang -> Text,
        theme -> Text,
        density -> Text,
        shortcuts -> Bool,
        created -> BigInt,
        disabled -> Nullable<BigInt>,
    }
}

diesel::table! {
    person_role (person, agency, role) {
        person -> Binary,
        agency -> Text,
        role -> Text,
        since -> BigInt,
    }
}

diesel::table! {
    session (id) {
        id -> Binary,
        token_sha256 -> Binary,
        person -> Binary,
        stage -> Text,
        seat -> Text,
        csrf -> Text,
        created -> BigInt,
        last_seen -> BigInt,
        ends -> BigInt,
        address -> Text,
        agent -> Text,
    }
}

diesel::table! {
    recovery_code (person, code_sha256) {
        person -> Binary,
        code_sha256 -> Binary,
        used -> Nullable<BigInt>,
    }
}

diesel::table! {
    invitation (token_sha256) {
        token_sha256 -> Binary,
        kind -> Text,
        mail -> Text,
        name -> Text,
        role -> Text,
        agency -> Text,
        person -> Nullable<Binary>,
        actor -> Text,
        created -> BigInt,
        until -> BigInt,
        used -> Nullable<BigInt>,
    }
}

diesel::table! {
    sign_in_failure (kind, key) {
        kind -> Text,
        key -> Binary,
        count -> BigInt,
        last -> BigInt,
    }
}

diesel::table! {
    mark (delivery) {
        delivery -> Binary,
        agency -> Text,
        person -> Binary,
        at -> BigInt,
    }
}

diesel::table! {
    register (agency, year, book, number) {
        agency -> Text,
        year -> BigInt,
        book -> Text,
        number -> BigInt,
        document -> Binary,
        delivery -> Nullable<Binary>,
        person -> Nullable<Binary>,
        at -> BigInt,
        was -> Nullable<BigInt>,
        corrected -> Nullable<BigInt>,
        corrected_by -> Nullable<Binary>,
    }
}

diesel::table! {
    content_ticket (token_sha256) {
        token_sha256 -> Binary,
        document -> Binary,
        delivery -> Nullable<Binary>,
        agency -> Text,
        person -> Nullable<Binary>,
        attachment -> BigInt,
        shown -> Bool,
        until -> BigInt,
        used -> Nullable<BigInt>,
    }
}

diesel::table! {
    signing (token_sha256) {
        token_sha256 -> Binary,
        agency -> Text,
        person -> Nullable<Binary>,
        system -> Nullable<Binary>,
        attempt -> SmallInt,
        signature_id -> Text,
        signing_time -> BigInt,
        certificates -> Text,
        document_xml -> Binary,
        until -> BigInt,
        tries -> BigInt,
        value_sha256 -> Nullable<Binary>,
        package_sha256 -> Nullable<Binary>,
        draft -> Nullable<Binary>,
        draft_sha256 -> Nullable<Binary>,
    }
}

diesel::table! {
    signing_file (signing, place) {
        signing -> Binary,
        place -> BigInt,
        name -> Text,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Binary,
        object_key -> Text,
    }
}

diesel::table! {
    draft (id) {
        id -> Binary,
        agency -> Text,
        person -> Binary,
        fields -> Text,
        revision -> BigInt,
        changed -> BigInt,
        document -> Nullable<Binary>,
        sending -> Nullable<BigInt>,
    }
}

diesel::table! {
    draft_file (id) {
        id -> Binary,
        draft -> Binary,
        name -> Text,
        size -> BigInt,
        sha256 -> Binary,
        said -> Text,
    }
}

diesel::joinable!(draft_file -> draft (draft));
diesel::joinable!(listing -> document (document));
diesel::joinable!(submission -> document (document));
diesel::joinable!(delivery -> document (document));
diesel::joinable!(business_change -> document (target));

diesel::allow_tables_to_appear_in_same_query!(
    agency,
    business_change,
    notice_rule,
    digest,
    mail_failing,
    alias,
    directory,
    system,
    binding,
    document,
    listing,
    certificate_chain,
    submission,
    delivery,
    acknowledgement,
    rejection,
    rejection_surplus,
    declaration,
    job,
    notification,
    idempotency,
    access_log,
    operator_act,
    log_leaf,
    log_tile,
    log_head,
    log_seq,
    log_checkpoint,
    log_batch,
    verdict_revision,
    pki_answer,
    pki_blob,
    person,
    person_role,
    session,
    recovery_code,
    invitation,
    sign_in_failure,
    mark,
    register,
    content_ticket,
    signing,
    signing_file,
    draft,
    draft_file,
);
