//! The commands of the window. All but two come from the one list of segl-core.

use segl_core::App;
use segl_core::api::*;
use tauri::ipc::{Invoke, Response};
use tauri::{State, Wry};

use crate::process;

macro_rules! handlers {
    ($($name:ident($request:ty) -> $response:ty;)*) => {
        mod listed {
            use super::*;

            $(
                #[tauri::command]
                pub(super) async fn $name(
                    core: State<'_, App>,
                    request: $request,
                ) -> Result<$response, Failure> {
                    segl_core::commands::$name(&core, &request).await
                }
            )*
        }

        /// What the window may call.
        pub(crate) fn all() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$(listed::$name,)* camera_frame, open_help]
        }
    };
}

segl_core::for_each_command!(handlers);

/// The newest frame of the camera, as JPEG bytes: pictures do not pass through JSON.
#[tauri::command]
async fn camera_frame(core: State<'_, App>) -> Result<Response, ()> {
    Ok(Response::new(core.camera_frame().await))
}

/// A page that explains something, by its name: the window cannot open any address it likes.
#[tauri::command]
fn open_help(topic: HelpTopic) {
    process::open_in_browser(match topic {
        HelpTopic::Microsoft365 => "https://mysignins.microsoft.com/security-info",
    });
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum HelpTopic {
    Microsoft365,
}
