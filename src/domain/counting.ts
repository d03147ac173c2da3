/** Beyond it a gauge stands still: a monitor needs to know no more, and to ask must cost little however many rows there are. */
export const MOST_COUNTED = 10_000;
