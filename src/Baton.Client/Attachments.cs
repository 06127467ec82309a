namespace Baton.Client;

/// <summary>A file of a handoff.</summary>
/// <param name="Number">Its number in the handoff; never given again.</param>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its type, found by its content.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">The SHA-256 of its content, in hexadecimal digits.</param>
/// <param name="By">Who attached it.</param>
/// <param name="At">When, in UTC.</param>
public sealed record AttachmentRecord(
    int Number,
    string Name,
    string ContentType,
    long Size,
    string Sha256,
    string By,
    DateTime At
);
