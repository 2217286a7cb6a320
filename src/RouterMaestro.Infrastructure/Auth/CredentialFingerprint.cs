using System.Security.Cryptography;
using System.Text;

namespace RouterMaestro.Infrastructure.Auth;

/// <summary>
/// Computes a name for a key that reveals nothing about the key. It is valid in this process only, so that keys cannot be tested
/// against it.
/// </summary>
internal static class CredentialFingerprint
{
    private const int Bytes = 4;

    private static readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>Names a key in 8 hexadecimal digits.</summary>
    public static string Of(string key) => Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(key)).AsSpan(0, Bytes));
}
