import { CardPage } from "../../ui/card/CardPage.tsx";
import { renderPage } from "../../ui/renderPage.tsx";

renderPage(<CardPage />);
