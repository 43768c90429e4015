import { PopupPage } from "../../ui/popup/PopupPage.tsx";
import { renderPage } from "../../ui/renderPage.tsx";

renderPage(<PopupPage />);
