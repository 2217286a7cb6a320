using Microsoft.AspNetCore.Http;

namespace RouterMaestro.AspNetCore.Pipeline;

/// <summary>Tells whether a response holds a part that was written and not sent.</summary>
internal static class UnsentBytes
{
    /// <summary>Returns true if something was written after the last flush. It cannot be taken back, so that no other response can take its place.</summary>
    public static bool HasUnsentBytes(this HttpResponse response) => response.BodyWriter is { CanGetUnflushedBytes: true, UnflushedBytes: > 0 };
}
