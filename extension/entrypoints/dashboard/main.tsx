import { DashboardPage } from "../../ui/dashboard/DashboardPage.tsx";
import { renderPage } from "../../ui/renderPage.tsx";

renderPage(<DashboardPage />);
