// A box that is not checked sends nothing. So a form also says, in hidden fields of this name, which boxes it had: only
// then does an answer that gives them back know "left unchecked" from "not spoken of".
export const BOXES = "boxes";
