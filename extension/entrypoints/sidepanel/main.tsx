import { SidePage } from "../../ui/side/SidePage.tsx";
import { renderPage } from "../../ui/renderPage.tsx";

renderPage(<SidePage />);
