using RouterMaestro.Domain;

namespace RouterMaestro.Application.Translation;

/// <summary>A body in the protocol that was asked for.</summary>
/// <param name="Body">The body, UTF-8; where both protocols are the same, the bytes that were given.</param>
/// <param name="Losses">The fields that the protocol cannot express, by their names in the other one; empty if nothing was lost.</param>
/// <param name="ContentType">The media type: <c>application/json</c>, or <c>text/event-stream</c> for a streamed response.</param>
public sealed record TranslatedBody(ReadOnlyMemory<byte> Body, EquatableArray<string> Losses, string ContentType)
{
    internal const string Json = "application/json";
    internal const string EventStream = "text/event-stream";
}
