using System.Text;

namespace RouterMaestro.Protocols.Json;

/// <summary>Names of members, as readers compare them.</summary>
internal static class JsonNames
{
    public static byte[][] Of(params ReadOnlySpan<string> names)
    {
        var encoded = new byte[names.Length][];
        for (var at = 0; at < names.Length; at++)
        {
            encoded[at] = Encoding.UTF8.GetBytes(names[at]);
        }

        return encoded;
    }
}
