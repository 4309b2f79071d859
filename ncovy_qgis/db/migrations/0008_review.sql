-- The talk about a version: a supervisor asks, an author answers. And whose content a version is where a decision wrote it down.

ALTER TABLE ncovy.decision
    DROP CONSTRAINT decision_verdict_check,
    ADD CONSTRAINT decision_verdict_check CHECK (verdict IN ('submit', 'approve', 'return', 'restore', 'verify', 'ask', 'answer')),
    DROP CONSTRAINT decision__return_has_reason,
    ADD CONSTRAINT decision__has_words CHECK (verdict NOT IN ('return', 'ask', 'answer') OR reason IS NOT NULL);

-- Approval by field writes two versions in the supervisor's name; their content remains that of those who wrote what he read.
CREATE TABLE ncovy.authorship (
    layer       text NOT NULL,
    uid         uuid NOT NULL,
    row_version integer NOT NULL,
    person      text NOT NULL,
    PRIMARY KEY (layer, uid, row_version, person)
);
COMMENT ON TABLE ncovy.authorship IS 'Authors of a version that another hand wrote down; without a row here the author is who wrote it. The four eyes look here';
