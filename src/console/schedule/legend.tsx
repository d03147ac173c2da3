/** How to read the bars. */
export function Legend() {
  return (
    <ul class="legend" role="list" aria-label="How to read the bars">
      <li>
        <span class="fill" aria-hidden="true">
          <i class="booked"></i>
        </span>booked
      </li>
      <li>
        <span class="fill" aria-hidden="true">
          <i class="held"></i>
        </span>held while someone pays
      </li>
      <li>
        <span class="fill" aria-hidden="true">
          <i></i>
        </span>open
      </li>
      <li>
        <span class="fill" aria-hidden="true">
          <b></b>
        </span>waiting
      </li>
    </ul>
  );
}
