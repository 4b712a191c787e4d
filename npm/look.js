/**
 * Names of the settings that say how the Messenger looks and behaves. They say nothing about its user, and so outlive one.
 * They stand in the file's only text in double quotes, which Rust reads as well.
 */
export const LOOK = "custom_launcher_selector alignment horizontal_padding vertical_padding z_index hide_default_launcher hide_notifications theme_mode session_duration action_color background_color link_color messenger_style_id installation_type".split(' ');
