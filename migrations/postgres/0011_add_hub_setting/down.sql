DROP TABLE hub_setting;
