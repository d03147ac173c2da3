/** `/embed.js`: each of these defines an element. */
import "./schedule.ts";
import "./packages.ts";
import "./gift_card.ts";
import "./my_bookings.ts";
