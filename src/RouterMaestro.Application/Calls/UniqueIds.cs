namespace RouterMaestro.Application.Calls;

/// <summary>Makes ids of requests and responses: unique, but not secret.</summary>
internal static class UniqueIds
{
    /// <summary>Makes a random id.</summary>
    /// <remarks><see cref="Guid.NewGuid"/> asks the kernel for each, which takes one to two hundredths of a call's CPU on Linux.</remarks>
    public static Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes);

        // version 4, variant 1 of RFC 9562
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
