//! The `preview:` scheme: kept PDFs for a frame of the page, and nothing else.

use crate::desk::Opened;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager as _, Runtime, UriSchemeContext, UriSchemeResponder};

/// Answers `preview://localhost/invoice/in_1.pdf` with the bytes.
pub(crate) fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    let path = request.uri().path().trim_start_matches('/').to_owned();
    tauri::async_runtime::spawn(async move {
        let opened = app.state::<Opened>().desk();
        let bytes = match opened {
            Ok(desk) => match desk.account().await {
                Ok(account) => commands::document_bytes(&account, &path).await,
                Err(problem) => Err(problem),
            },
            Err(problem) => Err(problem),
        };
        responder.respond(match bytes {
            Ok(bytes) => answer(StatusCode::OK, "application/pdf", bytes),
            Err(problem) => answer(
                StatusCode::NOT_FOUND,
                "text/plain; charset=utf-8",
                problem.message.into_bytes(),
            ),
        });
    });
}

fn answer(status: StatusCode, kind: &str, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if let Ok(kind) = header::HeaderValue::from_str(kind) {
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response.headers_mut().insert(
        header::X_CONTENT_TYPE_OPTIONS,
        header::HeaderValue::from_static("nosniff"),
    );
    response
}
