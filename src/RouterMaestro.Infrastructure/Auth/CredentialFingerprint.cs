using System.Security.Cryptography;
using System.Text;

namespace RouterMaestro.Infrastructure.Auth;

/// <summary>Names a key without telling anything of it: the name holds in this process only, so that nobody can try keys against it.</summary>
internal static class CredentialFingerprint
{
    private const int Bytes = 4;

    private static readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>Names a key in 8 hexadecimal digits.</summary>
    public static string Of(string key) => Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(key)).AsSpan(0, Bytes));
}
