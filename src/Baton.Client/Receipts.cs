namespace Baton.Client;

/// <summary>A receipt as it comes: what is signed, by which key, and the signature.</summary>
/// <param name="Receipt">What is signed: the bytes of this value as they are in the file.</param>
/// <param name="Algorithm"><c>Ed25519</c>.</param>
/// <param name="PublicKey">The key that signed it, in base64 (SubjectPublicKeyInfo).</param>
/// <param name="Fingerprint">SHA-256 of the key, in hexadecimal.</param>
/// <param name="Signature">In base64.</param>
public sealed record SignedReceipt(
    ReceiptRecord Receipt,
    string Algorithm,
    string PublicKey,
    string Fingerprint,
    string Signature
);

/// <summary>Who passed which revision of a handoff to whom, who accepted, and when.</summary>
/// <param name="Format">1; another number where the members change.</param>
/// <param name="Installation">The address of the server that wrote it.</param>
/// <param name="HandoffId">The handoff.</param>
/// <param name="Title">Its title.</param>
/// <param name="Template">The template of its context.</param>
/// <param name="TemplateVersion">The version of the template.</param>
/// <param name="Status">Its status when the receipt was written.</param>
/// <param name="Passed">Each time it was passed, oldest first.</param>
/// <param name="LastEvent">The last event of its history.</param>
/// <param name="IssuedTo">The person who asked for the receipt.</param>
/// <param name="IssuedAt">When it was written, UTC.</param>
public sealed record ReceiptRecord(
    int Format,
    string Installation,
    long HandoffId,
    string Title,
    string Template,
    int TemplateVersion,
    HandoffStatus Status,
    IReadOnlyList<ReceiptStep> Passed,
    ReceiptEvent LastEvent,
    string IssuedTo,
    DateTime IssuedAt
);

/// <summary>One time that a handoff was passed from one side to the other, or ended.</summary>
/// <param name="Event">The number of the event in its history.</param>
/// <param name="Kind">What happened, for example <c>handoff.accepted</c>.</param>
/// <param name="At">When, UTC.</param>
/// <param name="By">The person who did it; null where an imported history names none.</param>
/// <param name="Team">The team for which they did it.</param>
/// <param name="FromTeam">The sending team.</param>
/// <param name="ToTeam">The receiving team, after it happened.</param>
/// <param name="ContextRevision">The revision of the context that was passed or accepted.</param>
/// <param name="ContextSha256">SHA-256 of that context as JSON without white space, in hexadecimal.</param>
/// <param name="Hash">The hash of the event, which covers the whole history until then.</param>
public sealed record ReceiptStep(
    int Event,
    string Kind,
    DateTime At,
    string? By,
    string Team,
    string FromTeam,
    string ToTeam,
    int ContextRevision,
    string ContextSha256,
    string Hash
);

/// <summary>The last event of a handoff's history.</summary>
/// <param name="Seq">Its number.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Hash">Its hash, which covers the whole history.</param>
public sealed record ReceiptEvent(int Seq, string Kind, DateTime At, string Hash);

/// <summary>The public key that verifies receipts.</summary>
/// <param name="Algorithm"><c>Ed25519</c>.</param>
/// <param name="PublicKey">As a PEM file.</param>
/// <param name="Fingerprint">SHA-256 of the key, in hexadecimal.</param>
public sealed record ReceiptKeyRecord(string Algorithm, string PublicKey, string Fingerprint);
