using System.Buffers.Text;
using System.Security.Cryptography;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>Generates gateway keys.</summary>
internal static class RandomKey
{
    /// <summary>The beginning of every key.</summary>
    public const string Prefix = "sk-rm-";

    private const int RandomBytes = 32;

    /// <summary>Generates a key of 256 random bits.</summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
}
