using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RouterMaestro.Usage.Sqlite.Files;

namespace RouterMaestro.Usage.Sqlite.Recording;

/// <summary>
/// Hashes sessions with a key of this installation, 32 random bytes in a file that only its owner can read: without it nobody can find out whether
/// a session that he knows is among the records.
/// </summary>
internal sealed class SessionKey
{
    private const int Length = 32;

    private readonly byte[] _key;

    private SessionKey(byte[] key) => _key = key;

    /// <summary>Reads the key, and makes it if there is none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read or made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read or made.</exception>
    public static SessionKey Load(string path)
    {
        if (!File.Exists(path))
        {
            Make(path);
        }

        var key = File.ReadAllBytes(path);
        return key.Length == Length ? new(key)
            : throw new IOException($"{Path.GetFileName(path)} does not hold {Length} bytes: delete it, and sessions get new hashes.");
    }

    /// <summary>Hashes a session.</summary>
    /// <param name="session">The client's id of it.</param>
    public ulong Of(string session)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(session), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    // moved into its place when it is whole, unless another process was faster
    private static void Make(string path)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var file = PrivateFile.Create(draft))
        {
            file.Write(RandomNumberGenerator.GetBytes(Length));
        }

        try
        {
            File.Move(draft, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
