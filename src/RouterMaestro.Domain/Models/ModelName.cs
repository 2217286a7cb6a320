using System.Globalization;
using System.Runtime.InteropServices;

namespace RouterMaestro.Domain.Models;

/// <summary>A model's name, normalized for comparison.</summary>
/// <param name="Identity">The name in lower case, with dashes for blanks and dots.</param>
/// <param name="Family">The identity without the date at its end.</param>
/// <param name="Date">The date as a number, such as 20250617; 0 when there is none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ModelName(string Identity, string Family, int Date)
{
    /// <summary>Normalizes a name.</summary>
    public static ModelName Of(string name)
    {
        var identity = name.ToLowerInvariant().Replace(' ', '-').Replace('.', '-');
        return DateAt(identity, "-YYYYMMDD") ?? DateAt(identity, "-YYYY-MM-DD") ?? new(identity, identity, 0);
    }

    private static ModelName? DateAt(string identity, string shape)
    {
        if (identity.Length <= shape.Length)
        {
            return null;
        }

        var tail = identity.AsSpan(identity.Length - shape.Length);
        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] == '-' ? tail[i] != '-' : !char.IsAsciiDigit(tail[i]))
            {
                return null;
            }
        }

        var digits = string.Concat(tail.ToString().Where(char.IsAsciiDigit));
        return new(identity, identity[..^shape.Length], int.Parse(digits, CultureInfo.InvariantCulture));
    }
}
