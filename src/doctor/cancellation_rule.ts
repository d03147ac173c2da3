/** What a cancelled enrollment should have got back. */

/** Whether the cancellation of an enrollment `e` refunds, by the rule that was applied; null where none is recorded. */
export const REFUND_DUE = "(e.refund_choice = 'full' OR e.refund_choice = 'policy' AND e.late_cancel = 0)";
/** The same in words. */
export const RULE = "printf('refund: %s%s', e.refund_choice, iif(e.late_cancel, ', late', ''))";
