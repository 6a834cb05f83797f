use super::*;

fn luma(width: u32, height: u32, bytes: &[u8]) -> LumaImage {
    LumaImage::new(width, height, bytes.to_vec()).expect("the size fits")
}

#[test]
fn reduces_by_the_mean_of_each_block_and_drops_the_rest() {
    let picture = luma(
        5,
        3,
        &[0, 10, 20, 30, 99, 10, 20, 30, 40, 99, 7, 7, 7, 7, 7],
    );
    assert_eq!(reduce(&picture, 2), Some(luma(2, 1, &[10, 30])));
    assert_eq!(reduce(&picture, 4), None);
    assert_eq!(reduce(&picture, 0), None);
}

#[test]
fn enlarges_without_moving_the_pixel_centres() {
    let picture = luma(2, 1, &[0, 90]);
    assert_eq!(
        enlarge(&picture, 3),
        Some(luma(6, 3, &[0, 0, 30, 60, 90, 90].repeat(3)))
    );
}

#[test]
fn sharpening_leaves_flat_areas_and_widens_steps() {
    let flat = luma(4, 4, &[77; 16]);
    assert_eq!(sharpen(&flat, 2, 6), Some(flat.clone()));
    let step = sharpen(&luma(6, 1, &[100, 100, 100, 140, 140, 140]), 1, 8).expect("a picture");
    assert!(
        step.bytes()[2] < 100 && step.bytes()[3] > 140,
        "{:?}",
        step.bytes()
    );
}

#[test]
fn thresholds_against_the_neighbourhood_not_the_whole() {
    // A dark dot in the shade and one in the light: no single threshold finds both.
    let mut row = [40u8; 20];
    row[4] = 20;
    row[10..].fill(220);
    row[15] = 190;
    let found = threshold(&luma(20, 1, &row), 2, 4).expect("a picture");
    let dark: Vec<usize> = (0..20).filter(|&x| found.bytes()[x] == 0).collect();
    assert!(dark.contains(&4) && dark.contains(&15), "{dark:?}");
    assert!(!dark.contains(&2) && !dark.contains(&18), "{dark:?}");
}

#[test]
fn stretches_a_dim_picture_only() {
    let dim: Vec<u8> = (0..200u8).map(|x| 20 + x % 20).collect();
    let bright = stretch(&luma(200, 1, &dim)).expect("it is dim");
    assert_eq!(bright.bytes().iter().min(), Some(&0));
    assert_eq!(bright.bytes().iter().max(), Some(&255));
    assert_eq!(stretch(&luma(2, 1, &[0, 255])), None);
    assert_eq!(stretch(&luma(2, 1, &[9, 9])), None);
}

#[test]
fn inverting_twice_gives_the_same_picture() {
    let picture = luma(3, 1, &[0, 100, 255]);
    assert_eq!(invert(&picture), Some(luma(3, 1, &[255, 155, 0])));
    assert_eq!(invert(&invert(&picture).expect("inverted")), Some(picture));
}

#[test]
fn survives_pictures_of_one_pixel() {
    let dot = luma(1, 1, &[5]);
    for made in [
        reduce(&dot, 1),
        enlarge(&dot, 3),
        sharpen(&dot, 3, 4),
        threshold(&dot, 9, 2),
    ] {
        assert!(made.is_some());
    }
    assert_eq!(spread(&dot, 1), (5, 5));
}
