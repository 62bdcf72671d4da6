/* The least program that shows a list in a WebKitGTK window: the peer of `cargo xtask bench start`.
 * It may be driven, as ours may; it does nothing else, and nothing of it is shipped. With an argument
 * it draws on the processor, as ours does; by itself as WebKitGTK does. */
#include <webkit2/webkit2.h>

static const char *PAGE =
    "<!doctype html><meta charset=utf-8><title>Bare</title>"
    "<main><div role=listbox><div role=option>A first row</div></div></main>";

static WebKitWebView *hand_over(WebKitAutomationSession *session, gpointer view) {
  (void)session;
  return WEBKIT_WEB_VIEW(view);
}

static void driven(WebKitWebContext *context, WebKitAutomationSession *session, gpointer view) {
  (void)context;
  WebKitApplicationInfo *info = webkit_application_info_new();
  webkit_application_info_set_name(info, "bare");
  webkit_automation_session_set_application_info(session, info);
  webkit_application_info_unref(info);
  g_signal_connect(session, "create-web-view", G_CALLBACK(hand_over), view);
}

int main(int argc, char **argv) {
  gtk_init(&argc, &argv);
  WebKitWebContext *context = webkit_web_context_get_default();
  webkit_web_context_set_automation_allowed(context, TRUE);
  GtkWidget *view = g_object_new(WEBKIT_TYPE_WEB_VIEW, "web-context", context,
                                 "is-controlled-by-automation", TRUE, NULL);
  g_signal_connect(context, "automation-started", G_CALLBACK(driven), view);
  if (argc > 1)
    webkit_settings_set_hardware_acceleration_policy(
        webkit_web_view_get_settings(WEBKIT_WEB_VIEW(view)),
        WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER);
  GtkWidget *window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
  gtk_window_set_default_size(GTK_WINDOW(window), 1280, 800);
  gtk_container_add(GTK_CONTAINER(window), view);
  g_signal_connect(window, "destroy", G_CALLBACK(gtk_main_quit), NULL);
  webkit_web_view_load_html(WEBKIT_WEB_VIEW(view), PAGE, "about:blank");
  gtk_widget_show_all(window);
  gtk_main();
  return 0;
}
