@main struct Spoor { static func main() {} }
