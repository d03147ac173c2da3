/** How to read the bars. */
const SIGNS = {
  booked: <i class="booked"></i>,
  "held while someone pays": <i class="held"></i>,
  open: <i></i>,
  waiting: <b></b>,
};

export function Legend() {
  return (
    <ul class="legend" role="list" aria-label="How to read the bars">
      {Object.entries(SIGNS).map(([name, sign]) => (
        <li>
          <span class="fill" aria-hidden="true">{sign}</span>
          {name}
        </li>
      ))}
    </ul>
  );
}
