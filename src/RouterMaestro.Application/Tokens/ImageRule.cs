namespace RouterMaestro.Application.Tokens;

/// <summary>Counts the tokens of an image by its size. The rules are the providers' published ones.</summary>
internal sealed record ImageRule
{
    // an image of unknown size counts as a screenshot
    private const int DefaultWidth = 1280;
    private const int DefaultHeight = 800;

    private readonly Func<int, int, bool, double> _count;

    private ImageRule(Func<int, int, bool, double> count) => _count = count;

    /// <summary>Squares of 512 pixels after shrinking, each with its price, and a price for the image itself.</summary>
    /// <param name="image">The price of the image, which is all that a look in low detail costs.</param>
    /// <param name="tile">The price of a square.</param>
    public static ImageRule Tiles(int image, int tile) => new((width, height, isLow) => isLow ? image : image + (tile * TilesOf(width, height)));

    /// <summary>Patches of 32 pixels, 1536 at most, each with its price.</summary>
    /// <param name="patch">The price of a patch.</param>
    public static ImageRule Patches(double patch) => new((width, height, _) => Math.Ceiling(Math.Round(PatchesOf(width, height) * patch, 6)));

    /// <summary>The area, after the longer side was brought down to 1568 pixels.</summary>
    /// <param name="pixels">The number of pixels per token.</param>
    /// <param name="max">The maximum tokens of an image.</param>
    public static ImageRule Area(double pixels, double max) => new((width, height, _) =>
    {
        var shrink = Math.Min(1, 1568d / Math.Max(width, height));
        return Math.Min(max, Math.Ceiling(width * shrink * (height * shrink) / pixels));
    });

    /// <summary>Counts an image.</summary>
    /// <param name="size">Its size; null when that is not known.</param>
    /// <param name="isLow">Whether a look in low detail was asked for.</param>
    public double Count(ImageSize? size, bool isLow) => _count(size?.Width ?? DefaultWidth, size?.Height ?? DefaultHeight, isLow);

    /// <summary>Returns the number of patches of an image.</summary>
    internal static int PatchesOf(int width, int height)
    {
        const int Side = 32;
        const int MaxPatches = 1536;
        var patches = Parts(width, Side) * (long)Parts(height, Side);
        if (patches <= MaxPatches)
        {
            return (int)patches;
        }

        // first to the area of the limit, then so that both sides are whole patches
        var shrink = Math.Sqrt(Side * (double)Side * MaxPatches / ((double)width * height));
        var (across, down) = (width * shrink / Side, height * shrink / Side);
        shrink *= Math.Min(Math.Floor(across) / across, Math.Floor(down) / down);
        return Math.Clamp(Parts(width * shrink, Side) * Parts(height * shrink, Side), 1, MaxPatches);
    }

    private static int TilesOf(int width, int height)
    {
        const int Side = 512;
        var shrink = Math.Min(1, 2048d / Math.Max(width, height));
        var (across, down) = (width * shrink, height * shrink);
        shrink = Math.Min(1, 768d / Math.Min(across, down));
        return Parts(across * shrink, Side) * Parts(down * shrink, Side);
    }

    // a side that rounding put a hair beyond its limit has no further part
    private static int Parts(double side, int part) => Math.Max(1, (int)Math.Ceiling(Math.Round(side / part, 6)));
}
