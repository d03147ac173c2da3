/** The time, injected everywhere: only the process that wires the services reads the clock of the machine. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}
