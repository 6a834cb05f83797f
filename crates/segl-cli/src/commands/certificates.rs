//! `segl certificate`: the private authorities that this vault trusts.

use std::path::{self, Path};

use segl_core::api::{AddCertificateRequest, CertificatesView, RemoveCertificateRequest};
use segl_core::commands;

use crate::exit::{Exit, Outcome};
use crate::face::Face;
use crate::words::Word;
use crate::{json, open};

/// Adds the certificates of a file.
pub(crate) async fn add(face: &Face, file: &Path) -> Outcome {
    let app = open::vault(face).await?;
    let file = path::absolute(file)?;
    let request = AddCertificateRequest {
        path: Some(file.to_string_lossy().into_owned()),
    };
    let all = commands::add_certificate(app, &request).await?;
    face.output.say(Word::CertificateAdded, &[]);
    print(face, &all)
}

/// Lists what was added.
pub(crate) async fn list(face: &Face) -> Outcome {
    let all = commands::certificates(open::vault(face).await?, &()).await?;
    if all.certificates.is_empty() {
        face.output.say(Word::NoCertificates, &[]);
    }
    print(face, &all)
}

/// Takes one out.
pub(crate) async fn remove(face: &Face, fingerprint: String) -> Outcome {
    let app = open::vault(face).await?;
    let before = commands::certificates(app, &()).await?;
    if !before
        .certificates
        .iter()
        .any(|known| known.fingerprint == fingerprint)
    {
        face.output.say(Word::CertificateMissing, &[]);
        return Ok(Exit::Negative);
    }
    let after =
        commands::remove_certificate(app, &RemoveCertificateRequest { fingerprint }).await?;
    face.output.say(Word::CertificateRemoved, &[]);
    print(face, &after)
}

fn print(face: &Face, all: &CertificatesView) -> Outcome {
    for certificate in &all.certificates {
        face.output
            .result(&json::Certificate::from(certificate), || {
                format!("{}  {}", certificate.fingerprint, certificate.name)
            })?;
    }
    Ok(Exit::Fine)
}
