-- Takes the webhooks away; what happened stays readable where it stands.

DROP INDEX delivery_fetched;
DROP INDEX business_change_agency;
DROP INDEX rejection_pos;
DROP INDEX acknowledgement_pos;
DROP TABLE webhook;
