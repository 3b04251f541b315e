//! The theme: every colour and size of the window.
//!
//! The hues are those of Okabe and Ito, which colour-blind eyes tell apart; and colour is never the
//! only sign of anything.

use eframe::egui;
use eframe::egui::Color32;
use eframe::egui::CornerRadius;
use eframe::egui::FontFamily;
use eframe::egui::FontId;
use eframe::egui::Stroke;
use eframe::egui::TextStyle;
use eframe::egui::Visuals;

use crate::proto::Phase;
use crate::proto::other::State;
use crate::session::lanes::Band;

/// Corners of cards and callouts.
pub const ROUNDING: f32 = 6.0;
/// Space between the edge of a panel and what is in it.
pub const MARGIN: i8 = 10;
/// The size of small text: times, hints, chips.
pub const SMALL: f32 = 12.0;
/// The size of monospaced text.
pub const MONO: f32 = 13.0;
/// The size of ordinary text.
pub const BODY: f32 = 14.0;
/// The size of the title of a panel.
pub const TITLE: f32 = 16.0;

/// The colours of one theme.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Behind everything.
    pub panel: Color32,
    /// Behind the ladder, tables and fields.
    pub paper: Color32,
    /// Ordinary text.
    pub text: Color32,
    /// Titles.
    pub strong: Color32,
    /// Times, hints.
    pub weak: Color32,
    /// Lines between things.
    pub line: Color32,
    /// What is chosen or pressed.
    pub accent: Color32,
    /// Behind the current step.
    pub current: Color32,
    /// What the client says.
    pub command: Color32,
    /// `+OK`.
    pub ok: Color32,
    /// `-ERR`, and errors.
    pub err: Color32,
    /// What is unwise.
    pub warn: Color32,
    /// What the wire does not show.
    pub inside: Color32,
    /// Behind the author's notes.
    pub note: Color32,
    /// The edge of the author's notes.
    pub note_edge: Color32,
    /// The state before the greeting, after the end, or unknown.
    pub no_state: Color32,
    /// AUTHORIZATION.
    pub authorization: Color32,
    /// TRANSACTION.
    pub transaction: Color32,
    /// UPDATE.
    pub update: Color32,
    /// How strongly a state tints what is behind the arrows.
    pub tint: f32,
}

const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

static LIGHT: Palette = Palette {
    panel: rgb(0x00F4_F5F7),
    paper: rgb(0x00FF_FFFF),
    text: rgb(0x002B_2F36),
    strong: rgb(0x000E_1116),
    weak: rgb(0x0062_6A75),
    line: rgb(0x00D5_D9DF),
    accent: rgb(0x0000_72B2),
    current: rgb(0x00E3_EFF8),
    command: rgb(0x0000_64A0),
    ok: rgb(0x0000_7A58),
    err: rgb(0x00B8_4300),
    warn: rgb(0x0080_5600),
    inside: rgb(0x008E_4A70),
    note: rgb(0x00FF_F8DC),
    note_edge: rgb(0x00D9_B400),
    no_state: rgb(0x0098_A0AB),
    authorization: rgb(0x00E6_9F00),
    transaction: rgb(0x0056_B4E9),
    update: rgb(0x00CC_79A7),
    tint: 0.10,
};

static DARK: Palette = Palette {
    panel: rgb(0x0017_1A1F),
    paper: rgb(0x001E_2228),
    text: rgb(0x00D3_D7DD),
    strong: rgb(0x00F6_F8FA),
    weak: rgb(0x009A_A3AF),
    line: rgb(0x0036_3C45),
    accent: rgb(0x0056_B4E9),
    current: rgb(0x0028_3A4A),
    command: rgb(0x006F_C2F2),
    ok: rgb(0x003F_CBA0),
    err: rgb(0x00FF_9156),
    warn: rgb(0x00E8_BC4A),
    inside: rgb(0x00E2_9FC4),
    note: rgb(0x0034_301C),
    note_edge: rgb(0x00B8_9E2A),
    no_state: rgb(0x0074_7D89),
    authorization: rgb(0x00E6_9F00),
    transaction: rgb(0x0056_B4E9),
    update: rgb(0x00CC_79A7),
    tint: 0.09,
};

/// The colours in use.
#[must_use]
pub fn palette(ui: &egui::Ui) -> &'static Palette {
    palette_of(ui.visuals())
}

/// The colours of a theme.
#[must_use]
pub fn palette_of(visuals: &Visuals) -> &'static Palette {
    if visuals.dark_mode { &DARK } else { &LIGHT }
}

impl Palette {
    /// The colour of a state.
    #[must_use]
    pub fn band(&self, band: Band) -> Color32 {
        match band {
            Band::Greeting | Band::Unknown | Band::Closed => self.no_state,
            Band::In(phase) => self.phase(phase),
            Band::Other(state) => self.state(state),
        }
    }

    /// The colour of one of the three states.
    #[must_use]
    pub fn phase(&self, phase: Phase) -> Color32 {
        match phase {
            Phase::Authorization => self.authorization,
            Phase::Transaction => self.transaction,
            Phase::Update => self.update,
        }
    }

    /// The colour of a state of a protocol beside POP3: neighbours differ, and the last is that of UPDATE.
    #[must_use]
    pub fn state(&self, state: State) -> Color32 {
        if state.is_last() {
            return self.update;
        }
        let colors = [self.authorization, self.transaction, self.ok, self.inside, self.note_edge];
        colors[state.rank() % colors.len()]
    }

    /// A colour laid thinly over the paper.
    #[must_use]
    pub fn tinted(&self, color: Color32, strength: f32) -> Color32 {
        self.paper.lerp_to_gamma(color, strength)
    }
}

/// Ordinary text in a size.
#[must_use]
pub fn sans(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Text of the wire in a size.
#[must_use]
pub fn mono(size: f32) -> FontId {
    FontId::new(size, FontFamily::Monospace)
}

/// Sets fonts, colours and distances of both themes.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(crate::ui::fonts::definitions());
    for (theme, palette) in [(egui::Theme::Light, &LIGHT), (egui::Theme::Dark, &DARK)] {
        ctx.style_mut_of(theme, |style| {
            style.visuals = visuals(theme, palette);
            style.text_styles = [
                (TextStyle::Small, sans(SMALL)),
                (TextStyle::Body, sans(BODY)),
                (TextStyle::Button, sans(BODY)),
                (TextStyle::Heading, sans(TITLE)),
                (TextStyle::Monospace, mono(MONO)),
            ]
            .into();
            style.spacing.item_spacing = egui::vec2(8.0, 6.0);
            style.spacing.button_padding = egui::vec2(8.0, 4.0);
            style.spacing.interact_size.y = 24.0;
            style.spacing.menu_margin = egui::Margin::same(6);
            style.spacing.tooltip_width = 420.0;
            style.interaction.selectable_labels = true;
        });
    }
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
}

fn visuals(theme: egui::Theme, palette: &Palette) -> Visuals {
    let mut visuals = theme.default_visuals();
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.paper;
    visuals.extreme_bg_color = palette.paper;
    visuals.faint_bg_color = palette.paper.lerp_to_gamma(palette.line, 0.25);
    visuals.code_bg_color = palette.paper.lerp_to_gamma(palette.line, 0.5);
    visuals.hyperlink_color = palette.accent;
    visuals.warn_fg_color = palette.err;
    visuals.error_fg_color = palette.err;
    visuals.weak_text_color = Some(palette.weak);
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.selection.bg_fill = palette.current;
    visuals.selection.stroke = Stroke::new(1.5, palette.accent);
    let widgets = &mut visuals.widgets;
    for widget in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        widget.corner_radius = CornerRadius::same(5);
    }
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, palette.line);
    widgets.noninteractive.fg_stroke = Stroke::new(1.0, palette.text);
    widgets.inactive.fg_stroke = Stroke::new(1.0, palette.text);
    widgets.inactive.weak_bg_fill = palette.panel.lerp_to_gamma(palette.line, 0.45);
    widgets.inactive.bg_fill = palette.panel.lerp_to_gamma(palette.line, 0.45);
    widgets.hovered.fg_stroke = Stroke::new(1.5, palette.strong);
    widgets.hovered.weak_bg_fill = palette.panel.lerp_to_gamma(palette.line, 0.9);
    widgets.hovered.bg_stroke = Stroke::new(1.0, palette.weak);
    widgets.active.fg_stroke = Stroke::new(1.5, palette.strong);
    widgets.active.bg_stroke = Stroke::new(1.0, palette.accent);
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast of two colours as WCAG 2 measures it.
    fn contrast(one: Color32, other: Color32) -> f32 {
        let light = |color: Color32| {
            let [red, green, blue, _] = egui::Rgba::from(color).to_array();
            0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
        };
        let (one, other) = (light(one), light(other));
        one.max(other) / one.min(other)
    }

    /// How far two colours are apart for an eye: the distance in Oklab, where black and white are 1 apart.
    fn distance(one: [f32; 3], other: [f32; 3]) -> f32 {
        let lab = |[red, green, blue]: [f32; 3]| {
            let long = (0.412_221_46 * red + 0.536_332_55 * green + 0.051_445_995 * blue).max(0.0).cbrt();
            let middle = (0.211_903_5 * red + 0.680_699_5 * green + 0.107_396_96 * blue).max(0.0).cbrt();
            let short = (0.088_302_46 * red + 0.281_718_85 * green + 0.629_978_7 * blue).max(0.0).cbrt();
            [
                0.210_454_26 * long + 0.793_617_8 * middle - 0.004_072_047 * short,
                1.977_998_5 * long - 2.428_592_2 * middle + 0.450_593_7 * short,
                0.025_904_037 * long + 0.782_771_77 * middle - 0.808_675_77 * short,
            ]
        };
        let (one, other) = (lab(one), lab(other));
        one.iter().zip(other).map(|(one, other)| (one - other).powi(2)).sum::<f32>().sqrt()
    }

    /// What eyes without one kind of cones make of linear RGB (Viénot, Brettel and Mollon 1999; Brettel 1997).
    const EYES: [(&str, [[f32; 3]; 3]); 4] = [
        ("every cone", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        ("no red cones", [[0.112_38, 0.887_62, 0.0], [0.112_38, 0.887_62, 0.0], [0.004_01, -0.004_01, 1.0]]),
        ("no green cones", [[0.292_75, 0.707_25, 0.0], [0.292_75, 0.707_25, 0.0], [-0.022_34, 0.022_34, 1.0]]),
        ("no blue cones", [[1.0, 0.144_61, -0.144_61], [0.0, 0.859_24, 0.140_76], [0.0, 0.859_24, 0.140_76]]),
    ];

    fn seen(color: Color32, eyes: [[f32; 3]; 3]) -> [f32; 3] {
        let [red, green, blue, _] = egui::Rgba::from(color).to_array();
        eyes.map(|row| row[0] * red + row[1] * green + row[2] * blue)
    }

    /// Colours whose difference means something, as every eye sees them. Each has a sign or a word beside it besides.
    #[test]
    fn colours_that_mean_something_differ_for_every_eye() {
        for (name, palette) in [("light", &LIGHT), ("dark", &DARK)] {
            let groups: [&[(&str, Color32)]; 3] = [
                &[
                    ("authorization", palette.authorization),
                    ("transaction", palette.transaction),
                    ("update", palette.update),
                ],
                &[("ok", palette.ok), ("err", palette.err)],
                &[("command", palette.command), ("err", palette.err)],
            ];
            for (eyes, matrix) in EYES {
                for group in groups {
                    for (place, (one, first)) in group.iter().enumerate() {
                        for (other, second) in &group[place + 1..] {
                            let far = distance(seen(*first, matrix), seen(*second, matrix));
                            assert!(0.07 <= far, "{name}, {eyes}: {one} and {other} are {far} apart");
                        }
                    }
                }
            }
        }
    }

    /// Lines that must be seen: the ring of the focus, the edge of what is chosen.
    #[test]
    fn the_focus_is_seen_on_every_ground() {
        for palette in [&LIGHT, &DARK] {
            for ground in [palette.paper, palette.panel, palette.current, palette.note] {
                let far = contrast(palette.accent, ground);
                assert!(3.0 <= far, "{ground:?}: {far}");
            }
        }
    }

    #[test]
    fn text_can_be_read_on_what_is_tinted() {
        for palette in [&LIGHT, &DARK] {
            let tints = [palette.authorization, palette.transaction, palette.update, palette.no_state];
            for tint in tints {
                let ground = palette.tinted(tint, palette.tint);
                for text in [palette.text, palette.strong, palette.weak, palette.command, palette.ok, palette.err] {
                    let far = contrast(text, ground);
                    assert!(4.5 <= far, "{text:?} on {ground:?}: {far}");
                }
            }
            for text in [palette.text, palette.strong] {
                assert!(4.5 <= contrast(text, palette.note));
            }
        }
    }

    #[test]
    fn text_can_be_read_on_its_ground() {
        for palette in [&LIGHT, &DARK] {
            let texts = [
                palette.text,
                palette.strong,
                palette.weak,
                palette.command,
                palette.ok,
                palette.err,
                palette.warn,
                palette.inside,
            ];
            for text in texts {
                for ground in [palette.paper, palette.panel, palette.current] {
                    assert!(4.5 <= contrast(text, ground), "{text:?} on {ground:?}: {}", contrast(text, ground));
                }
            }
        }
    }
}
