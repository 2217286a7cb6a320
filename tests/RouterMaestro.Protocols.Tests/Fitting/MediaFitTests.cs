using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Fitting;

namespace RouterMaestro.Protocols.Tests.Fitting;

/// <summary>Which images and documents go to a model.</summary>
public sealed class MediaFitTests
{
    private static readonly ModelFacts _some = new() { ImageTypes = ["image/png", "image/jpeg"], DocumentTypes = ["application/pdf"] };
    private static readonly ModelFacts _none = new() { ImageTypes = [], DocumentTypes = [] };

    private readonly LossSink _losses = new();

    [Fact]
    public void Types_that_the_model_takes_stay_and_others_go()
    {
        var text = new TextPart("look");
        var png = Image("image/png");
        var jpg = Image("IMAGE/JPG");

        var fitted = Fit(_some, text, png, Image("image/heic"), jpg, Document("application/pdf"), Document("application/zip", "PK\0"));

        Assert.Equal([text, png, jpg, Document("application/pdf")], fitted);
        Assert.Equal(["messages.image", "messages.document"], _losses.Fields);
    }

    [Fact]
    public void A_model_of_texts_gets_texts()
    {
        var fitted = Fit(_none, new TextPart("a"), new ImagePart(new MediaSource.Url("https://h/x.png")), new DocumentPart(new MediaSource.File("file-1")), Document("application/octet-stream", "# T"), new DocumentPart(new MediaSource.Text("own")));

        Assert.Equal([new TextPart("a"), new DocumentPart(new MediaSource.Text("# T")), new DocumentPart(new MediaSource.Text("own"))], fitted);
        Assert.Equal(["messages.image", "messages.document"], _losses.Fields);
    }

    [Fact]
    public void Results_of_tools_are_fitted_too()
    {
        var result = new ToolResultPart("c", [new TextPart("done"), Image("image/tiff")]);

        Assert.Equal([result with { Content = [new TextPart("done")] }], Fit(_some, result));
        Assert.Equal(["messages.image"], _losses.Fields);
    }

    [Fact]
    public void Where_nothing_is_refused_the_request_stays_the_same_object()
    {
        var request = new ChatRequest("m", [new Message(Role.User, [new TextPart("a"), Image("image/png"), new ImagePart(new MediaSource.Url("https://h/x.heic"))])]);

        Assert.Same(request, MediaFit.For(request, _some, _losses));
        Assert.Same(request, MediaFit.For(request, ModelFacts.Unknown, _losses));
        Assert.True(_losses.IsEmpty);
    }

    [Fact]
    public void A_writer_that_knows_the_bytes_decides()
    {
        var request = new ChatRequest("m", [new Message(Role.User, [Image("application/octet-stream")])]);

        Assert.Same(request, MediaFit.For(request, _some, _losses, static _ => "image/png"));
    }

    private IEnumerable<ContentPart> Fit(ModelFacts facts, params ContentPart[] parts) =>
        MediaFit.For(new ChatRequest("m", [new Message(Role.User, parts.ToEquatableArray())]), facts, _losses).Messages[0].Parts;

    private static ImagePart Image(string type) => new(new MediaSource.Base64(type, "AAAA"));

    private static DocumentPart Document(string type, string text = "x") => new(new MediaSource.Base64(type, Convert.ToBase64String(Encoding.UTF8.GetBytes(text))));
}
