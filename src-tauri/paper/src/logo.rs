//! The owner's logo: from PNG bytes to pixels on white paper, and how large it stands.

use std::io::Cursor;

use crate::error::Error;
use crate::page::Bitmap;

/// More pixels than a letterhead can show, and few enough to keep in memory.
const LIMIT: u32 = 4000;

/// Reads the picture. What is transparent becomes paper.
pub(crate) fn decode(bytes: &[u8]) -> Result<Bitmap, Error> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info()?;
    let (width, height) = (reader.info().width, reader.info().height);
    if width.max(height) > LIMIT {
        return Err(Error::LogoSize {
            width,
            height,
            limit: LIMIT,
        });
    }
    let mut pixels = vec![0; reader.output_buffer_size().unwrap_or_default()];
    let frame = reader.next_frame(&mut pixels)?;
    let pixels = pixels.get(..frame.buffer_size()).unwrap_or_default();
    let rgb = match frame.color_type {
        png::ColorType::Rgb => pixels.to_vec(),
        png::ColorType::Rgba => pixels
            .as_chunks::<4>()
            .0
            .iter()
            .flat_map(|&[r, g, b, a]| [on_white(r, a), on_white(g, a), on_white(b, a)])
            .collect(),
        png::ColorType::GrayscaleAlpha => pixels
            .as_chunks::<2>()
            .0
            .iter()
            .flat_map(|&[v, a]| [on_white(v, a); 3])
            .collect(),
        // `EXPAND` has turned palettes into colours, so what is left is grey.
        png::ColorType::Grayscale | png::ColorType::Indexed => {
            pixels.iter().flat_map(|&v| [v; 3]).collect()
        }
    };
    Ok(Bitmap {
        png: bytes.to_vec(),
        rgb,
        width,
        height,
    })
}

/// As large as the letterhead allows, and never larger than one point a pixel.
pub(crate) fn fit(image: &Bitmap, most: (f32, f32)) -> (f32, f32) {
    let (width, height) = (image.width.max(1) as f32, image.height.max(1) as f32);
    let scale = (most.0 / width).min(most.1 / height).min(1.0);
    (width * scale, height * scale)
}

fn on_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u16::from(value), u16::from(alpha));
    // At most 255 * 255, and 255 after the division.
    u8::try_from((value * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(255)
}
